#include "bench/train/layers/cross_entropy.h"

#include "layer_testing.h"

namespace accelbench::bench::train {
namespace {

TEST(CrossEntropy, LossEqualsThePlainFormulaAndTheGradientIsItsSlope) {
    constexpr std::int64_t rows = 4, vocab = 51;
    auto logits = random_values(rows * vocab, 1);
    for (float& x : logits) x *= 5;
    const std::vector<std::int32_t> targets{0, 50, 7, 7};
    constexpr float scale = 0.25F;
    const auto loss = [&] {
        double total = 0;
        for (std::size_t row = 0; row < rows; ++row) {
            double sum = 0;
            for (std::size_t i = 0; i < vocab; ++i) sum += std::exp(double{logits[row * vocab + i]});
            total += std::log(sum) - logits[row * vocab + static_cast<std::size_t>(targets[row])];
        }
        return total;
    };
    auto gradient = logits;
    std::vector<float> losses(rows);
    cross_entropy<float>(test_threads, {.rows = rows,
                                        .vocab = vocab,
                                        .logits = gradient.data(),
                                        .targets = targets.data(),
                                        .losses = losses.data(),
                                        .scale = scale});
    EXPECT_NEAR(losses[0] + losses[1] + losses[2] + losses[3], loss(), 1e-4);
    expect_gradient(logits, gradient, [&] { return scale * loss(); });
}

TEST(CrossEntropy, OfBf16IsThatOfFp32Rounded) {
    constexpr std::int64_t rows = 3, vocab = 51;
    auto logits = random_values(rows * vocab, 1);
    for (float& x : logits) x *= 5;
    auto narrow = narrowed<bf16>(logits);
    auto wide = widened(narrow);
    const std::vector<std::int32_t> targets{0, 50, 7};
    std::vector<float> losses(rows), wanted(rows);
    cross_entropy<bf16>(test_threads, {rows, vocab, narrow.data(), targets.data(), losses.data(), 0.25F});
    cross_entropy<float>(test_threads, {rows, vocab, wide.data(), targets.data(), wanted.data(), 0.25F});
    for (std::size_t i = 0; i < rows; ++i) EXPECT_NEAR(losses[i], wanted[i], 1e-5) << i;
    expect_rounded(widened(narrow), wide, 1.01);
}

TEST(CrossEntropy, SurvivesLogitsThatOverflowAnExponential) {
    std::vector<float> logits{1000, 0, -1000};
    const std::int32_t target = 0;
    float loss = -1;
    cross_entropy<float>(
        1, {.rows = 1, .vocab = 3, .logits = logits.data(), .targets = &target, .losses = &loss});
    EXPECT_NEAR(loss, 0, 1e-6);
    EXPECT_NEAR(logits[0], 0, 1e-6);
}

}  // namespace
}  // namespace accelbench::bench::train
