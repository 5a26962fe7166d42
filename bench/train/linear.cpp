#include "bench/train/linear.h"

#include <algorithm>

#include "bench/train/isa.h"
#include "bench/train/matmul.h"
#include "bench/train/team.h"

namespace accelbench::bench::train {
namespace {

/// Each thread sums its own columns over all rows from first to last: the same sum for any number of threads.
ACCELBENCH_ISA_CLONES
void sum_columns(const float* matrix, std::int64_t rows, std::int64_t stride, std::int64_t begin,
                 std::int64_t end, float* sums) {
    std::fill(sums + begin, sums + end, 0.0F);
    for (std::int64_t row = 0; row < rows; ++row) {
        const float* values = matrix + row * stride;
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i) sums[i] += values[i];
    }
}

}  // namespace

void linear_forward(int threads, const LinearForward& l) {
    multiply(threads, {.rows = l.tokens,
                       .columns = l.outputs,
                       .depth = l.inputs,
                       .left = {l.input, l.inputs},
                       .right = {l.weight, l.inputs, true},
                       .result = l.output,
                       .result_stride = l.outputs,
                       .bias = l.bias,
                       .initial = l.residual});
}

void linear_backward(int threads, const LinearBackward& l) {
    multiply(threads, {.rows = l.outputs,
                       .columns = l.inputs,
                       .depth = l.tokens,
                       .left = {l.d_output, l.outputs, true},
                       .right = {l.input, l.inputs},
                       .result = l.d_weight,
                       .result_stride = l.inputs});
    if (l.d_bias != nullptr) {
        for_shares(
            threads, l.outputs,
            [&](std::int64_t begin, std::int64_t end) {
                sum_columns(l.d_output, l.tokens, l.outputs, begin, end, l.d_bias);
            },
            16);
    }
    multiply(threads, {.rows = l.tokens,
                       .columns = l.inputs,
                       .depth = l.outputs,
                       .left = {l.d_output, l.outputs},
                       .right = {l.weight, l.inputs},
                       .result = l.d_input,
                       .result_stride = l.inputs});
}

}  // namespace accelbench::bench::train
