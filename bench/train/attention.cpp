#include "bench/train/attention.h"

#include <algorithm>
#include <cmath>

#include "bench/train/fast_exp.h"
#include "bench/train/isa.h"
#include "bench/train/matmul.h"
#include "bench/train/team.h"

namespace accelbench::bench::train {
namespace {

/// Softmax of row `row` of a block over its keys [0, last]; the rest of the row, up to `keys`, becomes 0.
ACCELBENCH_ISA_CLONES
void causal_softmax(float* scores, std::int64_t last, std::int64_t keys) {
    float highest = scores[0];
#pragma omp simd reduction(max : highest)
    for (std::int64_t i = 0; i <= last; ++i) highest = scores[i] > highest ? scores[i] : highest;
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i <= last; ++i) {
        const float e = fast_exp(scores[i] - highest);
        scores[i] = e;
        sum += e;
    }
    const float factor = 1.0F / sum;
#pragma omp simd
    for (std::int64_t i = 0; i <= last; ++i) scores[i] *= factor;
    std::fill(scores + last + 1, scores + keys, 0.0F);
}

/// d_scores = probabilities * (d_probabilities - sum(d_probabilities * probabilities)) * scale, in place.
ACCELBENCH_ISA_CLONES
void softmax_backward(const float* probabilities, float* d, std::int64_t keys, float scale) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < keys; ++i) sum += d[i] * probabilities[i];
#pragma omp simd
    for (std::int64_t i = 0; i < keys; ++i) d[i] = probabilities[i] * (d[i] - sum) * scale;
}

/// Where one batch row and head finds its matrices.
struct Head {
    std::int64_t qkv;            // offset of its query in qkv; key and value follow `channels` apart
    std::int64_t probabilities;  // offset of its context x context matrix
    std::int64_t output;         // offset in [batch x context x channels]
};

Head head_of(const AttentionShape& s, std::int64_t index) {
    const std::int64_t batch = index / s.heads;
    const std::int64_t column = index % s.heads * s.head_channels();
    return {batch * s.context * 3 * s.channels + column, index * s.context * s.context,
            batch * s.context * s.channels + column};
}

float score_scale(const AttentionShape& s) { return 1.0F / std::sqrt(static_cast<float>(s.head_channels())); }

void forward_block(const AttentionShape& s, const float* query, float* probabilities, float* output,
                   std::int64_t begin) {
    const std::int64_t end = std::min(begin + attention_block, s.context);
    const std::int64_t stride = 3 * s.channels;
    float* block = probabilities + begin * s.context;
    multiply_here({.rows = end - begin,
                   .columns = end,
                   .depth = s.head_channels(),
                   .left = {query + begin * stride, stride},
                   .right = {query + s.channels, stride, true},
                   .result = block,
                   .result_stride = s.context,
                   .scale = score_scale(s)});
    for (std::int64_t row = begin; row < end; ++row)
        causal_softmax(probabilities + row * s.context, row, end);
    multiply_here({.rows = end - begin,
                   .columns = s.head_channels(),
                   .depth = end,
                   .left = {block, s.context},
                   .right = {query + 2 * s.channels, stride},
                   .result = output + begin * s.channels,
                   .result_stride = s.channels});
}

/// The block's part of d_query, d_key and d_value. Blocks come last first: the last one reaches all keys and
/// overwrites, the others add.
void backward_block(const AttentionShape& s, const AttentionBackward& a, const Head& head, float* d_scores,
                    std::int64_t begin) {
    const std::int64_t end = std::min(begin + attention_block, s.context);
    const std::int64_t rows = end - begin;
    const std::int64_t stride = 3 * s.channels;
    const std::int64_t size = s.head_channels();
    const bool add = end < s.context;
    const float* query = a.qkv + head.qkv;
    const float* block = a.probabilities + head.probabilities + begin * s.context;
    const float* d_output = a.d_output + head.output + begin * s.channels;
    float* d_query = a.d_qkv + head.qkv;
    multiply_here({.rows = rows,
                   .columns = end,
                   .depth = size,
                   .left = {d_output, s.channels},
                   .right = {query + 2 * s.channels, stride, true},
                   .result = d_scores,
                   .result_stride = s.context});
    multiply_here({.rows = end,
                   .columns = size,
                   .depth = rows,
                   .left = {block, s.context, true},
                   .right = {d_output, s.channels},
                   .result = d_query + 2 * s.channels,
                   .result_stride = stride,
                   .accumulate = add});
    for (std::int64_t row = 0; row < rows; ++row) {
        softmax_backward(block + row * s.context, d_scores + row * s.context, end, score_scale(s));
    }
    multiply_here({.rows = rows,
                   .columns = size,
                   .depth = end,
                   .left = {d_scores, s.context},
                   .right = {query + s.channels, stride},
                   .result = d_query + begin * stride,
                   .result_stride = stride});
    multiply_here({.rows = end,
                   .columns = size,
                   .depth = rows,
                   .left = {d_scores, s.context, true},
                   .right = {query + begin * stride, stride},
                   .result = d_query + s.channels,
                   .result_stride = stride,
                   .accumulate = add});
}

}  // namespace

void attention_forward(int threads, const AttentionShape& shape, const float* qkv, float* probabilities,
                       float* output) {
    for_shares(threads, shape.batch * shape.heads, [&](std::int64_t first, std::int64_t last) {
        for (std::int64_t index = first; index < last; ++index) {
            const Head head = head_of(shape, index);
            for (std::int64_t begin = 0; begin < shape.context; begin += attention_block) {
                forward_block(shape, qkv + head.qkv, probabilities + head.probabilities, output + head.output,
                              begin);
            }
        }
    });
}

void attention_backward(int threads, const AttentionShape& shape, const AttentionBackward& a) {
    in_parallel(threads, [&](int thread, int parts) {
        float* d_scores = a.scratch + thread * attention_block * shape.context;
        const Share share = share_of(shape.batch * shape.heads, thread, parts);
        for (std::int64_t index = share.begin; index < share.end; ++index) {
            const Head head = head_of(shape, index);
            const std::int64_t last = (shape.context - 1) / attention_block * attention_block;
            for (std::int64_t begin = last; begin >= 0; begin -= attention_block) {
                backward_block(shape, a, head, d_scores, begin);
            }
        }
    });
}

}  // namespace accelbench::bench::train
