#pragma once

#include <cstdint>

#include "bench/train/math/bf16.h"

namespace accelbench::bench::train {

/// GELU in its tanh form (Hendrycks, Gimpel 2016), as GPT-2 has it, of x = input + bias: output = x/2 (1 +
/// tanh(u)), u = sqrt(2/pi) (x + 0.044715 x^3). Computed as x / (1 + e^(-2u)), the same function. input,
/// output: [rows x columns]; bias: [columns].
template <class Element>
struct GeluForward {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    const Element* input = nullptr;
    const float* bias = nullptr;
    Element* output = nullptr;
};
template <class Element>
void gelu_forward(int threads, const GeluForward<Element>& g);

/// d_input = d_output * GELU'(input + bias); d_bias = its sums over the rows, overwritten. d_output and
/// d_input may be the same memory. partial: [threads x columns] scratch; the threads' sums are added in
/// thread order.
template <class Element>
struct GeluBackward {
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    const Element* input = nullptr;
    const float* bias = nullptr;
    const Element* d_output = nullptr;
    Element* d_input = nullptr;
    float* d_bias = nullptr;
    float* partial = nullptr;
};
template <class Element>
void gelu_backward(int threads, const GeluBackward<Element>& g);

}  // namespace accelbench::bench::train
