#pragma once

#include <cstdint>

#include "bench/train/math/bf16.h"

namespace accelbench::bench::train {

/// sum = stream + branch + bias, then output = (sum - mean) / sqrt(variance + 1e-5) * gain + shift, per row
/// of `channels` (Ba, Kiros, Hinton 2016). stream, sum: the residual stream before and after a branch, [rows
/// x channels] in fp32; branch: the branch's last product without its bias; bias, gain, shift: [channels];
/// mean, inverse_deviation: [rows], kept for the backward. Without a branch (null) stream is normalised as it
/// is.
template <class Element>
struct LayerNormForward {
    std::int64_t rows = 0;
    std::int64_t channels = 0;
    const float* stream = nullptr;
    const Element* branch = nullptr;
    const float* bias = nullptr;
    float* sum = nullptr;
    const float* gain = nullptr;
    const float* shift = nullptr;
    Element* output = nullptr;
    float* mean = nullptr;
    float* inverse_deviation = nullptr;
};
template <class Element>
void layernorm_forward(int threads, const LayerNormForward<Element>& l);

/// Floats of scratch that a thread needs for its sums over rows.
constexpr std::int64_t layernorm_partial(std::int64_t channels) { return 3 * channels; }

/// With n = (sum - mean) * inverse_deviation and g = d_output * gain:
/// d_stream (+)= inverse_deviation * (g - average(g) - n * average(g * n)), added when `accumulate`;
/// d_branch = d_stream in the elements of the products (null: none);
/// d_gain = sum of d_output * n, d_shift = sum of d_output, d_bias = sum of the new d_stream over the rows,
/// all overwritten; d_bias may be null. partial: [threads x layernorm_partial] scratch; the threads' sums are
/// added in thread order.
template <class Element>
struct LayerNormBackward {
    std::int64_t rows = 0;
    std::int64_t channels = 0;
    const Element* d_output = nullptr;
    const float* sum = nullptr;
    const float* gain = nullptr;
    const float* mean = nullptr;
    const float* inverse_deviation = nullptr;
    float* d_stream = nullptr;
    Element* d_branch = nullptr;
    float* d_gain = nullptr;
    float* d_shift = nullptr;
    float* d_bias = nullptr;
    float* partial = nullptr;
    bool accumulate = true;
};
template <class Element>
void layernorm_backward(int threads, const LayerNormBackward<Element>& l);

}  // namespace accelbench::bench::train
