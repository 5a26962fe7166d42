#include "bench/train/layers/layernorm.h"

#include <algorithm>

#include "layer_testing.h"

namespace accelbench::bench::train {
namespace {

constexpr std::int64_t rows = 5, channels = 37;

template <class Element>
struct NormLayer {
    /// Sum of output * d_output.
    double loss() {
        layernorm_forward<Element>(test_threads, {.rows = rows,
                                                  .channels = channels,
                                                  .stream = stream.data(),
                                                  .branch = has_branch ? branch.data() : nullptr,
                                                  .bias = bias.data(),
                                                  .sum = sum.data(),
                                                  .gain = gain.data(),
                                                  .shift = shift.data(),
                                                  .output = output.data(),
                                                  .mean = mean.data(),
                                                  .inverse_deviation = inverse.data()});
        return dot(widened(output), widened(d_output));
    }
    void backward(bool accumulate) {
        layernorm_backward<Element>(test_threads, {.rows = rows,
                                                   .channels = channels,
                                                   .d_output = d_output.data(),
                                                   .sum = has_branch ? sum.data() : stream.data(),
                                                   .gain = gain.data(),
                                                   .mean = mean.data(),
                                                   .inverse_deviation = inverse.data(),
                                                   .d_stream = d_stream.data(),
                                                   .d_branch = d_branch.data(),
                                                   .d_gain = d_gain.data(),
                                                   .d_shift = d_shift.data(),
                                                   .d_bias = d_bias.data(),
                                                   .partial = partial.data(),
                                                   .accumulate = accumulate});
    }

    bool has_branch = true;
    std::vector<float> stream = random_values(rows * channels, 1);
    std::vector<Element> branch = narrowed<Element>(random_values(rows * channels, 5));
    std::vector<float> bias = random_values(channels, 6);
    std::vector<float> gain = random_values(channels, 2);
    std::vector<float> shift = random_values(channels, 3);
    std::vector<Element> d_output = narrowed<Element>(random_values(rows * channels, 4));
    std::vector<Element> output = d_output, d_branch = d_output;
    std::vector<float> sum = std::vector<float>(rows * channels);
    std::vector<float> mean = std::vector<float>(rows);
    std::vector<float> inverse = std::vector<float>(rows);
    std::vector<float> d_stream = std::vector<float>(rows * channels, std::nanf(""));
    std::vector<float> d_gain = std::vector<float>(channels, 9.0F);
    std::vector<float> d_shift = std::vector<float>(channels, 9.0F);
    std::vector<float> d_bias = std::vector<float>(channels, 9.0F);
    std::vector<float> partial =
        std::vector<float>(static_cast<std::size_t>(test_threads * layernorm_partial(channels)), 9.0F);
};

TEST(LayerNorm, ForwardEqualsThePlainFormula) {
    for (const bool has_branch : {false, true}) {
        NormLayer<float> l;
        l.has_branch = has_branch;
        l.loss();
        for (std::size_t row = 0; row < rows; ++row) {
            double sum = 0, squares = 0;
            std::vector<double> x;
            for (std::size_t i = 0; i < channels; ++i) {
                const std::size_t at = row * channels + i;
                x.push_back(l.stream[at] + (has_branch ? double{l.branch[at]} + l.bias[i] : 0.0));
                if (has_branch) {
                    ASSERT_NEAR(l.sum[at], x[i], 1e-6);
                }
            }
            for (const double value : x) sum += value;
            for (const double value : x) squares += std::pow(value - sum / channels, 2);
            for (std::size_t i = 0; i < channels; ++i) {
                const double normal = (x[i] - sum / channels) / std::sqrt(squares / channels + 1e-5);
                ASSERT_NEAR(l.output[row * channels + i], normal * l.gain[i] + l.shift[i], 1e-5);
            }
        }
    }
}

TEST(LayerNorm, BackwardIsTheSlopeOfForward) {
    NormLayer<float> l;
    l.loss();
    l.backward(false);
    expect_gradient(l.stream, l.d_stream, [&] { return l.loss(); });
    expect_gradient(l.branch, l.d_branch, [&] { return l.loss(); });
    expect_gradient(l.bias, l.d_bias, [&] { return l.loss(); });
    expect_gradient(l.gain, l.d_gain, [&] { return l.loss(); });
    expect_gradient(l.shift, l.d_shift, [&] { return l.loss(); });
}

TEST(LayerNorm, BackwardAddsToTheResidualPath) {
    NormLayer<float> l;
    l.loss();
    std::fill(l.d_stream.begin(), l.d_stream.end(), 2.0F);
    l.backward(true);
    const auto added = l.d_stream;
    l.backward(false);
    for (std::size_t i = 0; i < added.size(); ++i) ASSERT_NEAR(added[i], l.d_stream[i] + 2, 1e-5);
}

TEST(LayerNorm, OfBf16IsThatOfFp32Rounded) {
    NormLayer<bf16> narrow;
    NormLayer<float> wide;
    wide.branch = widened(narrow.branch);
    wide.d_output = widened(narrow.d_output);
    narrow.loss();
    wide.loss();
    expect_rounded(narrow.sum, wide.sum, 0.01);  // fp32, but for the order of sums
    expect_rounded(widened(narrow.output), wide.output, 1.01);
    narrow.backward(false);
    wide.backward(false);
    expect_rounded(narrow.d_stream, wide.d_stream, 0.01);
    expect_rounded(narrow.d_bias, wide.d_bias, 0.01);
    expect_rounded(narrow.d_gain, wide.d_gain, 0.01);
    expect_rounded(widened(narrow.d_branch), wide.d_stream, 1.01);
}

}  // namespace
}  // namespace accelbench::bench::train
