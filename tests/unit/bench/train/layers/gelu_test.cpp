#include "bench/train/layers/gelu.h"

#include "bench/train/math/fast_exp.h"
#include "layer_testing.h"

namespace accelbench::bench::train {
namespace {

TEST(FastExp, IsWithinThreeTenMillionthsOfLibm) {
    for (int i = 0; i < 12774; ++i) {
        const double x = -87 + 0.0137 * i;
        const double exact = std::exp(double{static_cast<float>(x)});
        ASSERT_NEAR(fast_exp(static_cast<float>(x)) / exact, 1, 3e-7) << x;
    }
}

TEST(FastExp, StaysFiniteBeyondItsRangeAndKeepsNaN) {
    EXPECT_LT(fast_exp(-1e30F), 1e-37F);
    EXPECT_TRUE(std::isfinite(fast_exp(1e30F)));
    EXPECT_TRUE(std::isnan(fast_exp(std::nanf(""))));
}

constexpr std::int64_t row_count = 6, column_count = 150;  // more than one chunk, with a rest

template <class Element>
struct GeluLayer {
    explicit GeluLayer(float width) {
        auto values = random_values(row_count * column_count, 1);
        for (float& x : values) x *= width;
        input = narrowed<Element>(values);
    }
    void forward() {
        gelu_forward<Element>(test_threads, {row_count, column_count, input.data(), bias.data(), output.data()});
    }
    void backward() {
        d_input = d_output;
        gelu_backward<Element>(test_threads, {.rows = row_count,
                                              .columns = column_count,
                                              .input = input.data(),
                                              .bias = bias.data(),
                                              .d_output = d_input.data(),
                                              .d_input = d_input.data(),
                                              .d_bias = d_bias.data(),
                                              .partial = partial.data()});
    }
    std::vector<Element> input;
    std::vector<float> bias = random_values(column_count, 3);
    std::vector<Element> d_output = narrowed<Element>(random_values(row_count * column_count, 2));
    std::vector<Element> output = d_output, d_input = d_output;
    std::vector<float> d_bias = std::vector<float>(column_count, 9.0F);
    std::vector<float> partial = std::vector<float>(test_threads * column_count, 9.0F);
};

TEST(Gelu, ForwardEqualsTheTanhFormula) {
    GeluLayer<float> l(8);
    l.forward();
    for (std::size_t i = 0; i < l.input.size(); ++i) {
        const double x = double{l.input[i]} + l.bias[i % column_count];
        const double u = std::sqrt(2 / M_PI) * (x + 0.044715 * x * x * x);
        ASSERT_NEAR(l.output[i], x / 2 * (1 + std::tanh(u)), 2e-6) << x;
    }
}

// A row is handled in chunks, and its last one is shorter.
TEST(Gelu, WritesNothingBeyondTheLastRow) {
    GeluLayer<float> l(4);
    const std::vector<float> beyond(200, 77);
    l.output.insert(l.output.end(), beyond.begin(), beyond.end());
    l.d_output.insert(l.d_output.end(), beyond.begin(), beyond.end());
    l.forward();
    l.backward();
    EXPECT_TRUE(std::equal(beyond.begin(), beyond.end(), l.output.end() - 200));
    EXPECT_TRUE(std::equal(beyond.begin(), beyond.end(), l.d_input.end() - 200));
}

TEST(Gelu, BackwardIsTheSlopeOfForwardAlsoInPlace) {
    GeluLayer<float> l(4);
    l.backward();
    const auto loss = [&] {
        l.forward();
        return dot(l.output, l.d_output);
    };
    expect_gradient(l.input, l.d_input, loss);
    expect_gradient(l.bias, l.d_bias, loss);
}

TEST(Gelu, OfBf16IsThatOfFp32Rounded) {
    GeluLayer<bf16> narrow(4);
    GeluLayer<float> wide(4);
    wide.input = widened(narrow.input);
    wide.d_output = widened(narrow.d_output);
    narrow.forward();
    wide.forward();
    expect_rounded(widened(narrow.output), wide.output, 1.01);
    narrow.backward();
    wide.backward();
    expect_rounded(widened(narrow.d_input), wide.d_input, 1.01);
    expect_rounded(narrow.d_bias, wide.d_bias, 0.01);
}

}  // namespace
}  // namespace accelbench::bench::train
