// 200 steps of training on real text against PyTorch's: scripts/reference/gpt_curves.py. What first steps
// hide shows here: an optimizer that forgets, weights that keep too few bits.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <fstream>
#include <map>
#include <nlohmann/json.hpp>

#include "../fixtures.h"
#include "../layers/layer_testing.h"
#include "bench/kernels.h"
#include "bench/train/data/text.h"
#include "bench/train/gpt/gpt_model.h"

namespace accelbench::bench::train {
namespace {

const nlohmann::json& curves() {
    static const nlohmann::json document = nlohmann::json::parse(std::ifstream(fixtures + "gpt_curves.json"));
    return document;
}

std::vector<double> curve_of_pytorch(const char* name) { return curves()[name]; }

/// The kernel's loss at each step, with the sizes, text and seed of the reference and `more` parameters.
std::vector<double> our_curve(const std::map<std::string, std::string>& more = {}) {
    const auto& sizes = curves()["sizes"];
    Parameters words = {{"preset", "tiny"}, {"data", text_path}};
    for (const char* name : {"layers", "heads", "channels", "context", "batch", "vocab", "learning_rate"})
        if (!more.contains(name)) words.emplace_back(name, sizes[name].dump());
    words.insert(words.end(), more.begin(), more.end());
    const KernelRow& row = *find_kernel("gpt");
    SoloGroup alone;
    const auto plan = row.plan({.threads = test_threads, .parameters = words});
    const auto kernel = row.make({.group = &alone,
                                  .memory = {},
                                  .threads = test_threads,
                                  .seed = curves()["seed"],
                                  .parameters = plan.parameters});
    std::vector<double> losses(curve_of_pytorch("double").size());
    for (double& loss : losses) loss = kernel->step().loss;
    return losses;
}

TEST(GptCurve, OfTwoHundredStepsInSinglePrecisionIsThatOfDoublePrecision) {
    const auto ours = our_curve();
    const auto theirs = curve_of_pytorch("double");
    ASSERT_EQ(theirs.size(), 200U);
    EXPECT_LT(theirs.back(), theirs.front() / 2);  // there was something to learn
    // PyTorch's own fp32 stays within 1.3e-5 of it.
    for (std::size_t step = 0; step < ours.size(); ++step)
        ASSERT_NEAR(ours[step], theirs[step], 1e-4) << step;
}

struct Distance {
    double mean = 0;     // over the steps, of |ours - theirs|
    double last_50 = 0;  // mean of ours - theirs over the last 50 steps
    double most = 0;     // of any step
};

Distance distance(const std::vector<double>& ours, const std::vector<double>& theirs) {
    const auto steps = static_cast<double>(ours.size());
    Distance far;
    for (std::size_t step = 0; step < ours.size(); ++step) {
        const double off = ours[step] - theirs[step];
        far.mean += std::abs(off) / steps;
        far.most = std::max(far.most, std::abs(off));
        if (step + 50 >= ours.size()) far.last_50 += off / 50;
    }
    return far;
}

bool is_within_rounding_of_bf16(const Distance& far) {
    return far.mean <= 0.015 && std::abs(far.last_50) <= 0.015 && far.most <= 0.1;
}

std::string in_words(const Distance& far) {
    return fmt::format("mean {:.4f}, last 50 {:+.4f}, most {:.3f}", far.mean, far.last_50, far.most);
}

/// One realisation of bf16's rounding: they differ by millionths of the learning rate, which move fp32's curve by no
/// more than 1e-5.
std::vector<double> bf16_curve(int realisation) {
    const double rate = curves()["sizes"]["learning_rate"];
    return our_curve(
        {{"precision", "bf16"}, {"learning_rate", fmt::format("{:.10f}", rate * (1 + realisation * 1e-6))}});
}

// Rounding is amplified from step to step, so a right bf16 goes too far in some realisations, and another build or
// processor is another realisation. A wrong one does in each. How often, and the bounds between them:
// scripts/reference/README.md.
TEST(GptCurve, OfTwoHundredStepsInBf16IsWithinRoundingOfDoublePrecisionAndOfAutocast) {
    std::string tried;
    for (int realisation = 0; realisation < 3; ++realisation) {
        const auto ours = bf16_curve(realisation);
        const auto from_double = distance(ours, curve_of_pytorch("double"));
        const auto from_autocast = distance(ours, curve_of_pytorch("autocast"));
        EXPECT_GE(from_double.mean, 5e-5) << "that is fp32: bf16 rounded nothing";
        if (is_within_rounding_of_bf16(from_double) && is_within_rounding_of_bf16(from_autocast)) return;
        tried += fmt::format("from double precision: {}; from autocast: {}\n", in_words(from_double),
                             in_words(from_autocast));
    }
    FAIL() << tried;
}

/// Prints how far realisations go; how README's figures are made anew.
TEST(GptCurve, DISABLED_SpreadOfBf16) {
    for (int realisation = 0; realisation < 24; ++realisation) {
        const auto ours = bf16_curve(realisation);
        fmt::print("{:2}: from double precision: {}; from autocast: {}\n", realisation,
                   in_words(distance(ours, curve_of_pytorch("double"))),
                   in_words(distance(ours, curve_of_pytorch("autocast"))));
        std::fflush(stdout);
    }
}

/// All gradients of the first step, as the arena holds them.
template <class Element>
std::vector<float> first_gradients(const GptShape& shape, std::uint64_t seed) {
    GptModel<Element> model(shape, test_threads, seed, {});
    Text text(text_path, shape.vocab, shape.batch, shape.context, seed, {});
    text.cut_batch(0, 0);
    SoloGroup alone;
    GradientBuckets buckets(alone, model.layout(), model.gradients());
    model.forward(text.inputs(), text.targets(), 1.0F / static_cast<float>(shape.tokens()));
    model.backward(text.inputs(), buckets);
    return {model.gradients(), model.gradients() + model.layout().slots.elements()};
}

double norm_of(const std::vector<float>& values, const Slot& slot,
               const std::vector<float>* minus = nullptr) {
    const auto begin = static_cast<std::size_t>(slot.offset);
    const auto end = static_cast<std::size_t>(slot.offset + slot.elements());
    double squares = 0;
    for (std::size_t i = begin; i < end; ++i)
        squares += std::pow(double{values[i]} - (minus == nullptr ? 0 : (*minus)[i]), 2);
    return std::sqrt(squares);
}

TEST(GptCurve, BeginsInBf16WithGradientsAsNearToDoublePrecisionAsAutocasts) {
    const auto& sizes = curves()["sizes"];
    const GptShape shape{.layers = sizes["layers"],
                         .heads = sizes["heads"],
                         .channels = sizes["channels"],
                         .context = sizes["context"],
                         .batch = sizes["batch"],
                         .vocab = sizes["vocab"]};
    const auto single = first_gradients<float>(shape, curves()["seed"]);
    const auto rounded = first_gradients<bf16>(shape, curves()["seed"]);
    const ParameterLayout layout(shape);
    std::size_t compared = 0;
    for (const auto& wanted : curves()["gradients"]) {
        for (const Tensor& tensor : layout.tensors) {
            if (wanted["name"] != tensor.name) continue;
            ++compared;
            SCOPED_TRACE(tensor.name);
            const double norm = wanted["norm"];
            EXPECT_NEAR(norm_of(single, tensor.slot), norm, 1e-5 * norm);
            EXPECT_NEAR(norm_of(rounded, tensor.slot), wanted["autocast_norm"].get<double>(), 0.015 * norm);
            EXPECT_LE(norm_of(rounded, tensor.slot, &single), 0.015 * norm);
        }
    }
    EXPECT_EQ(compared, curves()["gradients"].size());
}

}  // namespace
}  // namespace accelbench::bench::train
