#include "bench/train/layers/embedding.h"

#include <algorithm>

#include "bench/base/isa.h"
#include "bench/train/math/team.h"

namespace accelbench::bench::train {
namespace {

ACCELBENCH_ISA_CLONES
void gather_rows(const EmbeddingForward& e, std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = begin; row < end; ++row) {
        const float* token = e.token_table + e.tokens[row] * e.channels;
        const float* position = e.position_table + row % e.context * e.channels;
        float* out = e.output + row * e.channels;
#pragma omp simd
        for (std::int64_t i = 0; i < e.channels; ++i) out[i] = token[i] + position[i];
    }
}

/// One thread's columns of both tables. Two rows with the same token meet in the same thread, in row order:
/// no lock, and the same sum for any number of threads.
ACCELBENCH_ISA_CLONES
void scatter_columns(const EmbeddingBackward& e, std::int64_t begin, std::int64_t end) {
    for (std::int64_t row = 0; row < e.batch * e.context; ++row) {
        const float* d_out = e.d_output + row * e.channels;
        float* token = e.d_token_table + e.tokens[row] * e.channels;
        float* position = e.d_position_table + row % e.context * e.channels;
        // The rows ahead lie in the caches of the thread that wrote them: asked for early, they come side by
        // side.
        const float* ahead = e.d_output + std::min(row + 8, e.batch * e.context - 1) * e.channels;
        for (std::int64_t i = begin; i < end; i += 16) __builtin_prefetch(ahead + i);
        if (row < e.context) std::fill(position + begin, position + end, 0.0F);
#pragma omp simd
        for (std::int64_t i = begin; i < end; ++i) {
            token[i] += d_out[i];
            position[i] += d_out[i];
        }
    }
}

}  // namespace

void embedding_forward(int threads, const EmbeddingForward& e) {
    for_shares(threads, e.batch * e.context,
               [&](std::int64_t begin, std::int64_t end) { gather_rows(e, begin, end); });
}

void embedding_backward(int threads, const EmbeddingBackward& e) {
    for_shares(
        threads, e.channels, [&](std::int64_t begin, std::int64_t end) { scatter_columns(e, begin, end); },
        16);
}

}  // namespace accelbench::bench::train
