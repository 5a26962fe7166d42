#include <algorithm>

#include "bench/train/attention.h"
#include "bench/train/attention_head.h"
#include "bench/train/matmul.h"
#include "bench/train/softmax.h"
#include "bench/train/team.h"

namespace accelbench::bench::train {
namespace {

/// One block of queries of one head in the backward pass. Queries, keys and values are `stride` floats apart.
struct Block {
    std::int64_t rows, keys, size, stride, context, channels;
    bool add;  // to d_key and d_value; the first block to be handled reaches all keys and overwrites them
    const float *queries, *key, *value, *probabilities, *d_output;
    float *d_queries, *d_key, *d_value, *d_scores;
};

Block block_of(const AttentionShape& s, const AttentionBackward& a, const Head& head, float* d_scores,
               std::int64_t begin) {
    const std::int64_t end = std::min(begin + attention_block, s.context);
    const std::int64_t stride = 3 * s.channels;
    const float* query = a.qkv + head.qkv;
    float* d_query = a.d_qkv + head.qkv;
    return {.rows = end - begin,
            .keys = end,
            .size = s.head_channels(),
            .stride = stride,
            .context = s.context,
            .channels = s.channels,
            .add = end < s.context,
            .queries = query + begin * stride,
            .key = query + s.channels,
            .value = query + 2 * s.channels,
            .probabilities = a.probabilities + head.probabilities + begin * s.context,
            .d_output = a.d_output + head.output + begin * s.channels,
            .d_queries = d_query + begin * stride,
            .d_key = d_query + s.channels,
            .d_value = d_query + 2 * s.channels,
            .d_scores = d_scores};
}

/// d_value (+)= probabilities^T * d_output; d_scores = d_output * value^T, the gradient of the probabilities.
void backward_values(const Block& b) {
    multiply_here({.rows = b.keys,
                   .columns = b.size,
                   .depth = b.rows,
                   .left = {b.probabilities, b.context, true},
                   .right = {b.d_output, b.channels},
                   .result = b.d_value,
                   .result_stride = b.stride,
                   .accumulate = b.add});
    multiply_here({.rows = b.rows,
                   .columns = b.keys,
                   .depth = b.size,
                   .left = {b.d_output, b.channels},
                   .right = {b.value, b.stride, true},
                   .result = b.d_scores,
                   .result_stride = b.context});
}

/// d_queries = d_scores * key; d_key (+)= d_scores^T * queries.
void backward_scores(const Block& b) {
    multiply_here({.rows = b.rows,
                   .columns = b.size,
                   .depth = b.keys,
                   .left = {b.d_scores, b.context},
                   .right = {b.key, b.stride},
                   .result = b.d_queries,
                   .result_stride = b.stride});
    multiply_here({.rows = b.keys,
                   .columns = b.size,
                   .depth = b.rows,
                   .left = {b.d_scores, b.context, true},
                   .right = {b.queries, b.stride},
                   .result = b.d_key,
                   .result_stride = b.stride,
                   .accumulate = b.add});
}

void backward_block(const Block& b, float scale) {
    backward_values(b);
    for (std::int64_t row = 0; row < b.rows; ++row) {
        softmax_backward(b.probabilities + row * b.context, b.d_scores + row * b.context, b.keys, scale);
    }
    backward_scores(b);
}

}  // namespace

void attention_backward(int threads, const AttentionShape& shape, const AttentionBackward& a) {
    in_parallel(threads, [&](int thread, int parts) {
        float* d_scores = a.scratch + thread * attention_block * shape.context;
        const Share share = share_of(shape.batch * shape.heads, thread, parts);
        for (std::int64_t index = share.begin; index < share.end; ++index) {
            const Head head = head_of(shape, index);
            const std::int64_t last = (shape.context - 1) / attention_block * attention_block;
            for (std::int64_t begin = last; begin >= 0; begin -= attention_block) {
                backward_block(block_of(shape, a, head, d_scores, begin), score_scale(shape));
            }
        }
    });
}

}  // namespace accelbench::bench::train
