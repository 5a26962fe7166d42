// Losses, gradients and updates against numbers that PyTorch made: scripts/reference/run.
#include <fstream>
#include <nlohmann/json.hpp>

#include "../fixtures.h"
#include "../layers/layer_testing.h"
#include "bench/base/kernel.h"
#include "bench/train/data/text.h"
#include "bench/train/gpt/gpt_model.h"

namespace accelbench::bench::train {
namespace {

const nlohmann::json& reference() {
    static const nlohmann::json document =
        nlohmann::json::parse(std::ifstream(fixtures + "gpt_reference.json"));
    return document;
}

class ReferenceTest : public testing::TestWithParam<std::size_t> {
  protected:
    const nlohmann::json& wanted = reference()["cases"][GetParam()];
    const std::uint64_t seed = reference()["seed"];

    GptShape shape() const {
        const auto& s = wanted["sizes"];
        return {.layers = s["layers"],
                .heads = s["heads"],
                .channels = s["channels"],
                .context = s["context"],
                .batch = s["batch"],
                .vocab = s["vocab"]};
    }
};

TEST_P(ReferenceTest, GradientsOfTheFirstStepAreThoseOfPyTorch) {
    GptModel<float> model(shape(), test_threads, seed, {});
    Text text(text_path, shape().vocab, shape().batch, shape().context, seed, {});
    text.cut_batch(0, 0);
    SoloGroup alone;
    GradientBuckets buckets(alone, model.layout(), model.gradients());
    model.forward(text.inputs(), text.targets(), 1.0F / static_cast<float>(shape().tokens()));
    model.backward(text.inputs(), buckets);
    ASSERT_EQ(wanted["gradients"].size(), model.layout().tensors.size());
    for (std::size_t t = 0; t < model.layout().tensors.size(); ++t) {
        const Tensor& tensor = model.layout().tensors[t];
        const auto& from = wanted["gradients"][t];
        SCOPED_TRACE(tensor.name);
        ASSERT_EQ(from["name"], tensor.name);
        const float* gradient = model.gradients() + tensor.slot.offset;
        double squares = 0;
        for (std::int64_t i = 0; i < tensor.slot.elements(); ++i)
            squares += double{gradient[i]} * gradient[i];
        const double norm = from["norm"];
        EXPECT_NEAR(std::sqrt(squares), norm, 1e-5 * norm);
        for (const auto& sample : from["samples"]) {
            EXPECT_NEAR(gradient[sample["index"].get<int>()], sample["value"].get<double>(), 1e-5 * norm);
        }
    }
}

TEST_P(ReferenceTest, LossesAndUpdatesOverSixStepsAreThoseOfPyTorch) {
    GptModel<float> model(shape(), test_threads, seed, {});
    const std::vector<float> start(model.parameters(), model.parameters() + model.layout().slots.elements());
    Text text(text_path, shape().vocab, shape().batch, shape().context, seed, {});
    SoloGroup alone;
    GradientBuckets buckets(alone, model.layout(), model.gradients());
    const AdamwRule rule{.learning_rate = wanted["sizes"]["learning_rate"]};
    for (std::size_t step = 0; step < wanted["losses"].size(); ++step) {
        text.cut_batch(step, 0);
        const double loss =
            model.forward(text.inputs(), text.targets(), 1.0F / static_cast<float>(shape().tokens()));
        EXPECT_NEAR(loss, wanted["losses"][step].get<double>(), 1e-5) << step;
        model.backward(text.inputs(), buckets);
        model.update(rule, static_cast<std::int64_t>(step + 1));
    }
    for (std::size_t t = 0; t < model.layout().tensors.size(); ++t) {
        const Tensor& tensor = model.layout().tensors[t];
        double squares = 0;
        for (std::int64_t i = 0; i < tensor.slot.elements(); ++i) {
            // AdamW scales its rounding error up to a step.
            if (is_key_bias(tensor, i)) continue;
            const std::int64_t at = tensor.slot.offset + i;
            squares += std::pow(double{model.parameters()[at]} - start[static_cast<std::size_t>(at)], 2);
        }
        const double norm = wanted["changes"][t]["norm"];
        EXPECT_NEAR(std::sqrt(squares), norm, 1e-3 * norm) << tensor.name;
    }
}

INSTANTIATE_TEST_SUITE_P(Cases, ReferenceTest, testing::Range(std::size_t{0}, std::size_t{3}));

}  // namespace
}  // namespace accelbench::bench::train
