#pragma once

#include <cstdint>

namespace accelbench::bench::train {

/// output = (input - mean) / sqrt(variance + 1e-5) * gain + shift, per row of `channels` (Ba, Kiros, Hinton
/// 2016). input, output: [rows x channels]; gain, shift: [channels]; mean, inverse_deviation: [rows], kept
/// for the backward.
struct LayerNormForward {
    std::int64_t rows = 0;
    std::int64_t channels = 0;
    const float* input = nullptr;
    const float* gain = nullptr;
    const float* shift = nullptr;
    float* output = nullptr;
    float* mean = nullptr;
    float* inverse_deviation = nullptr;
};
void layernorm_forward(int threads, const LayerNormForward& l);

/// With n = (input - mean) * inverse_deviation and g = d_output * gain:
/// d_input (+)= inverse_deviation * (g - average(g) - n * average(g * n)), added when `accumulate`;
/// d_gain = sum of d_output * n, d_shift = sum of d_output over the rows, both overwritten.
/// partial: [threads x 2 x channels] scratch; the threads' sums are added in thread order.
struct LayerNormBackward {
    std::int64_t rows = 0;
    std::int64_t channels = 0;
    const float* d_output = nullptr;
    const float* input = nullptr;
    const float* gain = nullptr;
    const float* mean = nullptr;
    const float* inverse_deviation = nullptr;
    float* d_input = nullptr;
    float* d_gain = nullptr;
    float* d_shift = nullptr;
    float* partial = nullptr;
    bool accumulate = true;
};
void layernorm_backward(int threads, const LayerNormBackward& l);

}  // namespace accelbench::bench::train
