#include "bench/train/gpt/gpt_model.h"

#include "../layers/layer_testing.h"

namespace accelbench::bench::train {
namespace {

const GptShape shape{.layers = 2, .heads = 2, .channels = 16, .context = 5, .batch = 2, .vocab = 11};
constexpr float scale = 0.1F;  // 1 / tokens

/// A model with weights large enough that single-precision differences show a slope.
template <class Element>
GptModel<Element> rough_model() {
    GptModel<Element> model(shape, test_threads, 3, {});
    const auto noise = random_values(model.layout().slots.elements(), 9);
    for (std::size_t i = 0; i < noise.size(); ++i) model.parameters()[i] += 0.3F * noise[i];
    model.parameters_changed();
    return model;
}

std::vector<std::int32_t> some_tokens(std::int32_t first) {
    std::vector<std::int32_t> tokens;
    for (std::int32_t i = 0; i < shape.tokens(); ++i) tokens.push_back((first + i * i) % 11);
    return tokens;
}

/// That model after one forward and backward pass, and its loss as the parameters are.
template <class Element>
struct RoughModel {
    RoughModel() {
        loss();
        model.backward(inputs.data(), buckets);
    }
    double loss() { return model.forward(inputs.data(), targets.data(), scale); }

    GptModel<Element> model = rough_model<Element>();
    SoloGroup alone;
    GradientBuckets buckets{alone, model.layout(), model.gradients()};
    std::vector<std::int32_t> inputs = some_tokens(1), targets = some_tokens(4);
};

TEST(GptModel, GradientsOfEveryTensorAreTheSlopesOfTheLoss) {
    RoughModel<float> rough;
    auto& model = rough.model;
    for (const Tensor& tensor : model.layout().tensors) {
        SCOPED_TRACE(tensor.name);
        for (std::int64_t i = 0; i < tensor.slot.elements(); i += 1 + tensor.slot.elements() / 7) {
            float& value = model.parameters()[tensor.slot.offset + i];
            const float kept = value;
            value = kept + 1e-2F;
            const double above = rough.loss();
            value = kept - 1e-2F;
            const double below = rough.loss();
            value = kept;
            const double slope = (above - below) / 2e-2;
            EXPECT_NEAR(model.gradients()[tensor.slot.offset + i], slope, 1e-3 + 1e-2 * std::abs(slope)) << i;
        }
    }
}

TEST(GptModel, StartsFromTheSameWeightsWhateverTheThreads) {
    GptModel<float> one(shape, 1, 5, {});
    GptModel<float> more(shape, test_threads + 1, 5, {});
    for (std::int64_t i = 0; i < one.layout().slots.elements(); ++i) {
        ASSERT_EQ(one.parameters()[i], more.parameters()[i]) << i;
    }
}

/// Moves one tensor by `length` times its gradient and tells the loss there.
template <class Element>
double loss_along(RoughModel<Element>& rough, const Tensor& tensor, double length) {
    auto& model = rough.model;
    float* values = model.parameters() + tensor.slot.offset;
    const float* gradient = model.gradients() + tensor.slot.offset;
    const std::vector<float> kept(values, values + tensor.slot.elements());
    for (std::int64_t i = 0; i < tensor.slot.elements(); ++i)
        if (!is_key_bias(tensor, i)) values[i] += static_cast<float>(length) * gradient[i];
    model.parameters_changed();
    const double result = rough.loss();
    std::copy(kept.begin(), kept.end(), values);
    return result;
}

// One weight's slope drowns in the rounding of bf16. A whole tensor moved along its gradient, far enough to
// change the loss by a few hundredths, changes it by the gradient's square.
TEST(GptModel, GradientsInBf16AreTheSlopesOfTheLossAlongThem) {
    RoughModel<bf16> rough;
    auto& model = rough.model;
    for (const Tensor& tensor : model.layout().tensors) {
        SCOPED_TRACE(tensor.name);
        double square = 0;
        for (std::int64_t i = 0; i < tensor.slot.elements(); ++i)
            if (!is_key_bias(tensor, i))
                square += std::pow(double{model.gradients()[tensor.slot.offset + i]}, 2);
        const double length = 0.03 / square;
        const double change = loss_along(rough, tensor, length) - loss_along(rough, tensor, -length);
        EXPECT_NEAR(change, 2 * length * square, 0.2 * 2 * length * square);
    }
}

template <class Element>
std::vector<std::string> buffer_names() {
    const GptModel<Element> model(shape, 1, 5, {});
    std::vector<std::string> names;
    for (const auto* buffer : model.buffers()) names.push_back(buffer->name());
    return names;
}

TEST(GptModel, NamesEveryBufferThatAStepTouches) {
    std::vector<std::string> names{"weights",
                                   "gradients",
                                   "optimizer/first moment",
                                   "optimizer/second moment",
                                   "activations/kept streams",
                                   "activations/kept operands",
                                   "activations/passing streams",
                                   "activations/passing operands"};
    EXPECT_EQ(buffer_names<float>(), names);
    names.emplace_back("weights/copies");
    EXPECT_EQ(buffer_names<bf16>(), names);
}

TEST(GradientBuckets, CoverTheArenaFromItsEndAndKeepTheEmbeddingsForLast) {
    for (const std::int64_t smallest : {std::int64_t{1}, std::int64_t{10000}, std::int64_t{1} << 30}) {
        const ParameterLayout layout(shape);
        const auto buckets = cut_buckets(layout, smallest);
        std::int64_t end = layout.slots.elements();
        for (const Bucket& bucket : buckets) {
            EXPECT_EQ(bucket.end, end);
            end = bucket.begin;
        }
        EXPECT_EQ(end, 0);
        EXPECT_EQ(buckets.back().end, layout.layers.front().norm1_gain.offset);
        EXPECT_EQ(buckets.size(), smallest <= 10000 ? 3U : 2U);
    }
}

}  // namespace
}  // namespace accelbench::bench::train
