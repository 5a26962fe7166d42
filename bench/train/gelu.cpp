#include "bench/train/gelu.h"

#include "bench/train/fast_exp.h"
#include "bench/train/isa.h"
#include "bench/train/team.h"

namespace accelbench::bench::train {
namespace {

constexpr float two_root = 2 * 0.7978845608F;  // 2 sqrt(2 / pi)
constexpr float cubic = 0.044715F;

/// (1 + tanh(u)) / 2 = 1 / (1 + e^(-2u))
[[gnu::always_inline]] inline float gate(float x) {
    return 1.0F / (1.0F + fast_exp(-two_root * (x + cubic * x * x * x)));
}

ACCELBENCH_ISA_CLONES
void forward_range(const float* input, float* output, std::int64_t begin, std::int64_t end) {
#pragma omp simd
    for (std::int64_t i = begin; i < end; ++i) output[i] = input[i] * gate(input[i]);
}

ACCELBENCH_ISA_CLONES
void backward_range(const float* input, const float* d_output, float* d_input, std::int64_t begin,
                    std::int64_t end) {
#pragma omp simd
    for (std::int64_t i = begin; i < end; ++i) {
        const float x = input[i];
        const float g = gate(x);
        const float slope = two_root * (1.0F + 3.0F * cubic * x * x);
        d_input[i] = d_output[i] * (g + x * g * (1.0F - g) * slope);
    }
}

}  // namespace

void gelu_forward(int threads, std::int64_t rows, std::int64_t columns, const float* input, float* output) {
    for_shares(threads, rows, [&](std::int64_t begin, std::int64_t end) {
        forward_range(input, output, begin * columns, end * columns);
    });
}

void gelu_backward(int threads, std::int64_t rows, std::int64_t columns, const float* input,
                   const float* d_output, float* d_input) {
    for_shares(threads, rows, [&](std::int64_t begin, std::int64_t end) {
        backward_range(input, d_output, d_input, begin * columns, end * columns);
    });
}

}  // namespace accelbench::bench::train
