#include "bench/train/gelu.h"

#include "bench/train/fast_exp.h"
#include "layer_testing.h"

namespace accelbench::bench::train {
namespace {

TEST(FastExp, IsWithinThreeTenMillionthsOfLibm) {
    for (double x = -87; x < 88; x += 0.0137) {
        const double exact = std::exp(double{static_cast<float>(x)});
        ASSERT_NEAR(fast_exp(static_cast<float>(x)) / exact, 1, 3e-7) << x;
    }
}

TEST(FastExp, StaysFiniteBeyondItsRangeAndKeepsNaN) {
    EXPECT_LT(fast_exp(-1e30F), 1e-37F);
    EXPECT_TRUE(std::isfinite(fast_exp(1e30F)));
    EXPECT_TRUE(std::isnan(fast_exp(std::nanf(""))));
}

TEST(Gelu, ForwardEqualsTheTanhFormula) {
    auto input = random_values(6 * 35, 1);
    for (float& x : input) x *= 8;
    std::vector<float> output(input.size());
    gelu_forward(test_threads, 6, 35, input.data(), output.data());
    for (std::size_t i = 0; i < input.size(); ++i) {
        const double x = input[i];
        const double u = std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x);
        ASSERT_NEAR(output[i], x / 2 * (1 + std::tanh(u)), 2e-6) << x;
    }
}

TEST(Gelu, BackwardIsTheSlopeOfForwardAlsoInPlace) {
    auto input = random_values(6 * 35, 1);
    for (float& x : input) x *= 4;
    const auto d_output = random_values(6 * 35, 2);
    std::vector<float> output(input.size()), d_input = d_output;
    gelu_backward(test_threads, 6, 35, input.data(), d_input.data(), d_input.data());
    expect_gradient(input, d_input, [&] {
        gelu_forward(test_threads, 6, 35, input.data(), output.data());
        return dot(output, d_output);
    });
}

}  // namespace
}  // namespace accelbench::bench::train
