#pragma once

#include <cstdint>

namespace accelbench::bench::train {

/// output[tokens x outputs] = input[tokens x inputs] * weight[outputs x inputs]^T + bias[outputs] + residual.
/// bias and residual[tokens x outputs] may be null.
struct LinearForward {
    std::int64_t tokens = 0;
    std::int64_t inputs = 0;
    std::int64_t outputs = 0;
    const float* input = nullptr;
    const float* weight = nullptr;
    const float* bias = nullptr;
    const float* residual = nullptr;
    float* output = nullptr;
};
void linear_forward(int threads, const LinearForward& l);

/// d_input = d_output * weight; d_weight = d_output^T * input; d_bias = column sums of d_output (null: none).
/// All three are overwritten.
struct LinearBackward {
    std::int64_t tokens = 0;
    std::int64_t inputs = 0;
    std::int64_t outputs = 0;
    const float* d_output = nullptr;
    const float* input = nullptr;
    const float* weight = nullptr;
    float* d_input = nullptr;
    float* d_weight = nullptr;
    float* d_bias = nullptr;
};
void linear_backward(int threads, const LinearBackward& l);

}  // namespace accelbench::bench::train
