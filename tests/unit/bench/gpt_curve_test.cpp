// 200 steps of training on real text against PyTorch's: scripts/reference/gpt_curves.py. What first steps hide shows here: an
// optimizer that forgets, weights that keep too few bits.
#include <gtest/gtest.h>

#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

#include "bench/kernel.h"
#include "layer_testing.h"

namespace accelbench::bench::train {
namespace {

const std::string fixtures = std::string(ACCELBENCH_SOURCE_DIR) + "/tests/fixtures/bench/";

const nlohmann::json& reference() {
    static const nlohmann::json document =
        nlohmann::json::parse(std::ifstream(fixtures + "gpt_curves.json"));
    return document;
}

std::vector<double> curve_of_pytorch(const char* name) { return reference()[name]; }

/// The kernel's loss at each step, with the sizes, text and seed of the reference and `more` parameters.
std::vector<double> our_curve(const Parameters& more = {}) {
    const auto& sizes = reference()["sizes"];
    Parameters words = {{"preset", "tiny"}, {"data", fixtures + "text.txt"}};
    for (const char* name : {"layers", "heads", "channels", "context", "batch", "vocab", "learning_rate"})
        words.emplace_back(name, sizes[name].dump());
    words.insert(words.end(), more.begin(), more.end());
    const KernelRow& row = *find_kernel("gpt");
    SoloGroup alone;
    const auto plan = row.plan({.threads = test_threads, .parameters = words});
    const auto kernel = row.make({.group = &alone,
                                  .memory = {},
                                  .threads = test_threads,
                                  .seed = reference()["seed"],
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
    for (std::size_t step = 0; step < ours.size(); ++step) ASSERT_NEAR(ours[step], theirs[step], 1e-4) << step;
}

}  // namespace
}  // namespace accelbench::bench::train
