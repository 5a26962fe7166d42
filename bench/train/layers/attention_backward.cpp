#include <algorithm>

#include "bench/base/isa.h"
#include "bench/train/layers/attention.h"
#include "bench/train/layers/attention_head.h"
#include "bench/train/math/column_sums.h"
#include "bench/train/math/matmul.h"
#include "bench/train/math/softmax.h"
#include "bench/train/math/team.h"

namespace accelbench::bench::train {
namespace {

/// One block of queries of one head in the backward pass. Queries, keys and values are `stride` elements
/// apart.
template <class Element>
struct Block {
    std::int64_t rows, keys, size, stride, context, channels;
    bool add;  // to d_key and d_value; the first block to be handled reaches all keys and overwrites them
    const Element *queries, *key, *value, *probabilities, *d_output;
    Element *d_queries, *d_scores;
    HeadScratch scratch;
};

template <class Element>
Block<Element> block_of(const AttentionShape& s, const AttentionBackward<Element>& a, const Head& head,
                        const HeadScratch& scratch, std::int64_t begin) {
    const std::int64_t end = std::min(begin + attention_block, s.context);
    const std::int64_t stride = 3 * s.channels;
    const Element* query = a.qkv + head.qkv;
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
            .d_queries = a.d_qkv + head.qkv + begin * stride,
            .d_scores = reinterpret_cast<Element*>(scratch.d_scores),
            .scratch = scratch};
}

/// d_value (+)= probabilities^T * d_output; scores = d_output * value^T, the gradient of the probabilities.
template <class Element>
void backward_values(const Block<Element>& b) {
    multiply_here(Product<Element, float>{.rows = b.keys,
                                          .columns = b.size,
                                          .depth = b.rows,
                                          .left = {b.probabilities, b.context, true},
                                          .right = {b.d_output, b.channels},
                                          .result = b.scratch.d_value,
                                          .result_stride = b.size,
                                          .accumulate = b.add,
                                          .space = b.scratch.space});
    multiply_here(Product<Element, float>{.rows = b.rows,
                                          .columns = b.keys,
                                          .depth = b.size,
                                          .left = {b.d_output, b.channels},
                                          .right = {b.value, b.stride, true},
                                          .result = b.scratch.scores,
                                          .result_stride = b.context,
                                          .space = b.scratch.space});
}

/// d_queries = d_scores * key; d_key (+)= d_scores^T * queries.
template <class Element>
void backward_scores(const Block<Element>& b) {
    multiply_here(Product<Element, Element>{.rows = b.rows,
                                            .columns = b.size,
                                            .depth = b.keys,
                                            .left = {b.d_scores, b.context},
                                            .right = {b.key, b.stride},
                                            .result = b.d_queries,
                                            .result_stride = b.stride,
                                            .space = b.scratch.space});
    multiply_here(Product<Element, float>{.rows = b.keys,
                                          .columns = b.size,
                                          .depth = b.rows,
                                          .left = {b.d_scores, b.context, true},
                                          .right = {b.queries, b.stride},
                                          .result = b.scratch.d_key,
                                          .result_stride = b.size,
                                          .accumulate = b.add,
                                          .space = b.scratch.space});
}

template <class Element>
void backward_block(const Block<Element>& b, float scale) {
    backward_values(b);
    for (std::int64_t row = 0; row < b.rows; ++row) {
        const std::int64_t at = row * b.context;
        softmax_backward(b.probabilities + at, b.scratch.scores + at, b.keys, scale, b.d_scores + at);
    }
    backward_scores(b);
}

/// Writes a head's d_key and d_value beside its d_query, and adds the three's columns to the bias' gradient.
template <class Element>
ACCELBENCH_ISA_CLONES void finish_head(const AttentionShape& s, const HeadScratch& scratch, Element* d_query,
                                       float* sums) {
    const std::int64_t size = s.head_channels();
    for (std::int64_t row = 0; row < s.context; ++row) {
        Element* query = d_query + 3 * row * s.channels;
        const float* from_key = scratch.d_key + row * size;
        const float* from_value = scratch.d_value + row * size;
#pragma omp simd
        for (std::int64_t i = 0; i < size; ++i) {
            query[s.channels + i] = narrow<Element>(from_key[i]);
            query[2 * s.channels + i] = narrow<Element>(from_value[i]);
            sums[i] += widen(query[i]);
            sums[s.channels + i] += from_key[i];
            sums[2 * s.channels + i] += from_value[i];
        }
    }
}

}  // namespace

template <class Element>
void attention_backward(int threads, const AttentionShape& shape, const AttentionBackward<Element>& a) {
    in_parallel(threads, [&](int thread, int parts) {
        const HeadScratch scratch = scratch_of<Element>(shape, a.scratch, a.space, thread);
        std::fill(scratch.bias_sums, scratch.bias_sums + 3 * shape.channels, 0.0F);
        const Share share = share_of(shape.batch * shape.heads, thread, parts);
        for (std::int64_t index = share.begin; index < share.end; ++index) {
            const Head head = head_of(shape, index);
            const std::int64_t last = (shape.context - 1) / attention_block * attention_block;
            for (std::int64_t begin = last; begin >= 0; begin -= attention_block)
                backward_block(block_of(shape, a, head, scratch, begin), score_scale(shape));
            finish_head(shape, scratch, a.d_qkv + head.qkv, scratch.bias_sums + head.column);
        }
    });
    // Not behind a barrier in the region above: the library may throw there, and the others would wait for
    // ever.
    in_parallel(threads, [&](int thread, int parts) {
        add_partials(a.d_bias, scratch_of<Element>(shape, a.scratch, nullptr, 0).bias_sums,
                     attention_scratch(shape), 3 * shape.channels, thread, parts);
    });
}

template void attention_backward(int, const AttentionShape&, const AttentionBackward<float>&);
template void attention_backward(int, const AttentionShape&, const AttentionBackward<bf16>&);

}  // namespace accelbench::bench::train
