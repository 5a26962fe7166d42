#include "bench/train/attention.h"

#include <algorithm>

#include "bench/train/attention_head.h"
#include "bench/train/matmul.h"
#include "bench/train/softmax.h"
#include "bench/train/team.h"

namespace accelbench::bench::train {
namespace {

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

}  // namespace accelbench::bench::train
