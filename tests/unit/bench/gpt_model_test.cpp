#include "bench/train/gpt_model.h"

#include "layer_testing.h"

namespace accelbench::bench::train {
namespace {

const GptShape shape{.layers = 2, .heads = 2, .channels = 16, .context = 5, .batch = 2, .vocab = 11};
constexpr float scale = 0.1F;  // 1 / tokens

/// A model with weights large enough that single-precision differences show a slope.
GptModel rough_model() {
    GptModel model(shape, test_threads, 3, {});
    const auto noise = random_values(model.layout().slots.floats(), 9);
    for (std::size_t i = 0; i < noise.size(); ++i) model.parameters()[i] += 0.3F * noise[i];
    return model;
}

std::vector<std::int32_t> some_tokens(std::int32_t first) {
    std::vector<std::int32_t> tokens;
    for (std::int32_t i = 0; i < shape.tokens(); ++i) tokens.push_back((first + i * i) % 11);
    return tokens;
}

TEST(GptModel, GradientsOfEveryTensorAreTheSlopesOfTheLoss) {
    GptModel model = rough_model();
    SoloGroup alone;
    GradientBuckets buckets(alone, model.layout(), model.gradients());
    const auto inputs = some_tokens(1);
    const auto targets = some_tokens(4);
    const auto loss = [&] { return model.forward(inputs.data(), targets.data(), scale); };
    loss();
    model.backward(inputs.data(), buckets);
    for (const Tensor& tensor : model.layout().tensors) {
        SCOPED_TRACE(tensor.name);
        for (std::int64_t i = 0; i < tensor.slot.floats(); i += 1 + tensor.slot.floats() / 7) {
            float& value = model.parameters()[tensor.slot.offset + i];
            const float kept = value;
            value = kept + 1e-2F;
            const double above = loss();
            value = kept - 1e-2F;
            const double below = loss();
            value = kept;
            const double slope = (above - below) / 2e-2;
            EXPECT_NEAR(model.gradients()[tensor.slot.offset + i], slope, 1e-3 + 1e-2 * std::abs(slope)) << i;
        }
    }
}

TEST(GptModel, StartsFromTheSameWeightsWhateverTheThreads) {
    GptModel one(shape, 1, 5, {});
    GptModel more(shape, test_threads + 1, 5, {});
    for (std::int64_t i = 0; i < one.layout().slots.floats(); ++i) {
        ASSERT_EQ(one.parameters()[i], more.parameters()[i]) << i;
    }
}

TEST(GptModel, NamesEveryBufferThatAStepTouches) {
    const GptModel model(shape, 1, 5, {});
    std::vector<std::string> names;
    for (const auto* buffer : model.buffers()) names.push_back(buffer->name());
    EXPECT_EQ(names, (std::vector<std::string>{"weights", "gradients", "optimizer/first moment",
                                               "optimizer/second moment", "activations/kept",
                                               "activations/passing"}));
}

TEST(GradientBuckets, CoverTheArenaFromItsEndAndKeepTheEmbeddingsForLast) {
    for (const std::int64_t smallest : {std::int64_t{1}, std::int64_t{10000}, std::int64_t{1} << 30}) {
        const ParameterLayout layout(shape);
        const auto buckets = cut_buckets(layout, smallest);
        std::int64_t end = layout.slots.floats();
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
