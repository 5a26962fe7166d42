#include "bench/train/gpt/activation_layout.h"

#include "bench/train/layers/attention.h"
#include "bench/train/math/tiles.h"

namespace accelbench::bench::train {
namespace {

LayerActivations add_layer(SlotList& streams, SlotList& operands, const GptShape& s) {
    const std::int64_t n = s.tokens();
    const std::int64_t c = s.channels;
    LayerActivations l;
    l.middle = streams.add(n, c);
    l.output = streams.add(n, c);
    l.norm1_mean = streams.add(n, 1);
    l.norm1_inverse = streams.add(n, 1);
    l.norm2_mean = streams.add(n, 1);
    l.norm2_inverse = streams.add(n, 1);
    l.norm1 = operands.add(n, c);
    l.qkv = operands.add(n, 3 * c);
    l.probabilities = operands.add(s.batch * s.heads * s.context, s.context);
    l.attended = operands.add(n, c);
    l.norm2 = operands.add(n, c);
    l.up = operands.add(n, 4 * c);
    l.activated = operands.add(n, 4 * c);
    return l;
}

}  // namespace

ActivationLayout::ActivationLayout(const GptShape& shape, std::int64_t operand_bytes)
    : operands(operand_bytes) {
    const std::int64_t n = shape.tokens();
    embedded = streams.add(n, shape.channels);
    for (std::int64_t i = 0; i < shape.layers; ++i) layers.push_back(add_layer(streams, operands, shape));
    final_mean = streams.add(n, 1);
    final_inverse = streams.add(n, 1);
    losses = streams.add(n, 1);
    final = operands.add(n, shape.channels);
    logits = operands.add(n, shape.vocab);
}

ScratchLayout::ScratchLayout(const GptShape& shape, int threads, std::int64_t operand_bytes)
    : operands(operand_bytes) {
    const bool fp32 = operand_bytes == sizeof(float);
    d_stream = streams.add(shape.tokens(), shape.channels);
    attention = streams.add(threads, attention_scratch({.batch = shape.batch,
                                                        .context = shape.context,
                                                        .heads = shape.heads,
                                                        .channels = shape.channels}));
    partial = streams.add(threads, 4 * shape.channels);
    space = streams.add(threads, fp32 ? tile_floats<float> : tile_floats<bf16>);
    narrow = operands.add(shape.tokens(), shape.channels);
    wide = operands.add(shape.tokens(), 4 * shape.channels);
    if (!fp32) d_branch = operands.add(shape.tokens(), shape.channels);
}

}  // namespace accelbench::bench::train
