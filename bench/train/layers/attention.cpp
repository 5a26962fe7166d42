#include "bench/train/layers/attention.h"

#include <algorithm>

#include "bench/base/isa.h"
#include "bench/train/layers/attention_head.h"
#include "bench/train/math/matmul.h"
#include "bench/train/math/softmax.h"
#include "bench/train/math/team.h"

namespace accelbench::bench::train {
namespace {

/// To one head's query, key and value, just before its products read them.
template <class Element>
ACCELBENCH_ISA_CLONES void add_bias(const AttentionShape& s, const float* bias, Element* query) {
    const std::int64_t size = s.head_channels();
    for (std::int64_t row = 0; row < s.context; ++row) {
        for (std::int64_t part = 0; part < 3; ++part) {
            Element* values = query + (3 * row + part) * s.channels;
            const float* from = bias + part * s.channels;
#pragma omp simd
            for (std::int64_t i = 0; i < size; ++i) values[i] = narrow<Element>(widen(values[i]) + from[i]);
        }
    }
}

/// One block of queries of one head.
template <class Element>
void forward_block(const AttentionShape& s, const Element* query, Element* probabilities, Element* output,
                   const HeadScratch& scratch, std::int64_t begin) {
    const std::int64_t end = std::min(begin + attention_block, s.context);
    const std::int64_t stride = 3 * s.channels;
    Element* block = probabilities + begin * s.context;
    multiply_here(Product<Element, float>{.rows = end - begin,
                                          .columns = end,
                                          .depth = s.head_channels(),
                                          .left = {query + begin * stride, stride},
                                          .right = {query + s.channels, stride, true},
                                          .result = scratch.scores,
                                          .result_stride = s.context,
                                          .space = scratch.space});
    for (std::int64_t row = begin; row < end; ++row) {
        causal_softmax(scratch.scores + (row - begin) * s.context, score_scale(s), row, end,
                       probabilities + row * s.context);
    }
    multiply_here(Product<Element, Element>{.rows = end - begin,
                                            .columns = s.head_channels(),
                                            .depth = end,
                                            .left = {block, s.context},
                                            .right = {query + 2 * s.channels, stride},
                                            .result = output + begin * s.channels,
                                            .result_stride = s.channels,
                                            .space = scratch.space});
}

}  // namespace

template <class Element>
void attention_forward(int threads, const AttentionShape& shape, const AttentionForward<Element>& a) {
    in_parallel(threads, [&](int thread, int parts) {
        const HeadScratch scratch = scratch_of<Element>(shape, a.scratch, a.space, thread);
        const Share share = share_of(shape.batch * shape.heads, thread, parts);
        for (std::int64_t index = share.begin; index < share.end; ++index) {
            const Head head = head_of(shape, index);
            add_bias(shape, a.bias + head.column, a.qkv + head.qkv);
            for (std::int64_t begin = 0; begin < shape.context; begin += attention_block) {
                forward_block<Element>(shape, a.qkv + head.qkv, a.probabilities + head.probabilities,
                                       a.output + head.output, scratch, begin);
            }
        }
    });
}

template void attention_forward(int, const AttentionShape&, const AttentionForward<float>&);
template void attention_forward(int, const AttentionShape&, const AttentionForward<bf16>&);

}  // namespace accelbench::bench::train
