#include "bench/train/linear.h"

#include "layer_testing.h"

namespace accelbench::bench::train {
namespace {

TEST(Linear, BackwardIsTheSlopeOfForward) {
    constexpr std::int64_t tokens = 5, inputs = 7, outputs = 19;
    auto input = random_values(tokens * inputs, 1);
    auto weight = random_values(outputs * inputs, 2);
    auto bias = random_values(outputs, 3);
    const auto residual = random_values(tokens * outputs, 4);
    const auto d_output = random_values(tokens * outputs, 5);
    std::vector<float> output(d_output.size());
    const auto loss = [&] {
        linear_forward(test_threads, {.tokens = tokens,
                                      .inputs = inputs,
                                      .outputs = outputs,
                                      .input = input.data(),
                                      .weight = weight.data(),
                                      .bias = bias.data(),
                                      .residual = residual.data(),
                                      .output = output.data()});
        return dot(output, d_output);
    };
    std::vector<float> d_input(input.size(), 9), d_weight(weight.size(), 9), d_bias(bias.size(), 9);
    linear_backward(test_threads, {.tokens = tokens,
                                   .inputs = inputs,
                                   .outputs = outputs,
                                   .d_output = d_output.data(),
                                   .input = input.data(),
                                   .weight = weight.data(),
                                   .d_input = d_input.data(),
                                   .d_weight = d_weight.data(),
                                   .d_bias = d_bias.data()});
    expect_gradient(input, d_input, loss);
    expect_gradient(weight, d_weight, loss);
    expect_gradient(bias, d_bias, loss);
}

}  // namespace
}  // namespace accelbench::bench::train
