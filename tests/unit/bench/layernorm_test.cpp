#include "bench/train/layernorm.h"

#include "layer_testing.h"

namespace accelbench::bench::train {
namespace {

constexpr std::int64_t rows = 5, channels = 37;

class LayerNormTest : public testing::Test {
  protected:
    double loss() {
        layernorm_forward(test_threads, {.rows = rows,
                                         .channels = channels,
                                         .input = input.data(),
                                         .gain = gain.data(),
                                         .shift = shift.data(),
                                         .output = output.data(),
                                         .mean = mean.data(),
                                         .inverse_deviation = inverse.data()});
        return dot(output, d_output);
    }
    void backward(bool accumulate) {
        layernorm_backward(test_threads, {.rows = rows,
                                          .channels = channels,
                                          .d_output = d_output.data(),
                                          .input = input.data(),
                                          .gain = gain.data(),
                                          .mean = mean.data(),
                                          .inverse_deviation = inverse.data(),
                                          .d_input = d_input.data(),
                                          .d_gain = d_gain.data(),
                                          .d_shift = d_shift.data(),
                                          .partial = partial.data(),
                                          .accumulate = accumulate});
    }

    std::vector<float> input = random_values(rows * channels, 1);
    std::vector<float> gain = random_values(channels, 2);
    std::vector<float> shift = random_values(channels, 3);
    const std::vector<float> d_output = random_values(rows * channels, 4);
    std::vector<float> output = std::vector<float>(rows * channels);
    std::vector<float> mean = std::vector<float>(rows);
    std::vector<float> inverse = std::vector<float>(rows);
    std::vector<float> d_input = std::vector<float>(rows * channels, 2.0F);
    std::vector<float> d_gain = std::vector<float>(channels, 9.0F);
    std::vector<float> d_shift = std::vector<float>(channels, 9.0F);
    std::vector<float> partial = std::vector<float>(test_threads * 2 * channels, 9.0F);
};

TEST_F(LayerNormTest, ForwardEqualsThePlainFormula) {
    loss();
    for (std::size_t row = 0; row < rows; ++row) {
        double sum = 0, squares = 0;
        for (std::size_t i = 0; i < channels; ++i) sum += input[row * channels + i];
        for (std::size_t i = 0; i < channels; ++i)
            squares += std::pow(input[row * channels + i] - sum / channels, 2);
        for (std::size_t i = 0; i < channels; ++i) {
            const double normal =
                (input[row * channels + i] - sum / channels) / std::sqrt(squares / channels + 1e-5);
            ASSERT_NEAR(output[row * channels + i], normal * gain[i] + shift[i], 1e-5);
        }
    }
}

TEST_F(LayerNormTest, BackwardIsTheSlopeOfForward) {
    loss();
    backward(false);
    expect_gradient(input, d_input, [&] { return loss(); });
    expect_gradient(gain, d_gain, [&] { return loss(); });
    expect_gradient(shift, d_shift, [&] { return loss(); });
}

TEST_F(LayerNormTest, BackwardAddsToTheResidualPath) {
    loss();
    backward(true);
    const auto added = d_input;
    backward(false);
    for (std::size_t i = 0; i < added.size(); ++i) ASSERT_NEAR(added[i], d_input[i] + 2, 1e-5);
}

}  // namespace
}  // namespace accelbench::bench::train
