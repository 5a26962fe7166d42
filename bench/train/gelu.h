#pragma once

#include <cstdint>

namespace accelbench::bench::train {

/// GELU in its tanh form (Hendrycks, Gimpel 2016), as GPT-2 has it: output = x/2 (1 + tanh(u)),
/// u = sqrt(2/pi) (x + 0.044715 x^3). Computed as x / (1 + e^(-2u)), the same function.
/// input, output: [rows x columns].
void gelu_forward(int threads, std::int64_t rows, std::int64_t columns, const float* input, float* output);

/// d_input = d_output * GELU'(input). d_output and d_input may be the same memory.
void gelu_backward(int threads, std::int64_t rows, std::int64_t columns, const float* input,
                   const float* d_output, float* d_input);

}  // namespace accelbench::bench::train
