#include "bench/train/activation_layout.h"

#include "bench/train/attention.h"

namespace accelbench::bench::train {
namespace {

LayerActivations add_layer(SlotList& slots, const GptShape& s) {
    const std::int64_t n = s.tokens();
    const std::int64_t c = s.channels;
    LayerActivations l;
    l.norm1 = slots.add(n, c);
    l.norm1_mean = slots.add(n, 1);
    l.norm1_inverse = slots.add(n, 1);
    l.qkv = slots.add(n, 3 * c);
    l.probabilities = slots.add(s.batch * s.heads * s.context, s.context);
    l.attended = slots.add(n, c);
    l.middle = slots.add(n, c);
    l.norm2 = slots.add(n, c);
    l.norm2_mean = slots.add(n, 1);
    l.norm2_inverse = slots.add(n, 1);
    l.up = slots.add(n, 4 * c);
    l.activated = slots.add(n, 4 * c);
    l.output = slots.add(n, c);
    return l;
}

}  // namespace

ActivationLayout::ActivationLayout(const GptShape& shape) {
    const std::int64_t n = shape.tokens();
    embedded = slots.add(n, shape.channels);
    for (std::int64_t i = 0; i < shape.layers; ++i) layers.push_back(add_layer(slots, shape));
    final = slots.add(n, shape.channels);
    final_mean = slots.add(n, 1);
    final_inverse = slots.add(n, 1);
    logits = slots.add(n, shape.vocab);
    losses = slots.add(n, 1);
}

ScratchLayout::ScratchLayout(const GptShape& shape, int threads) {
    d_residual = slots.add(shape.tokens(), shape.channels);
    d_narrow = slots.add(shape.tokens(), shape.channels);
    d_wide = slots.add(shape.tokens(), 4 * shape.channels);
    d_scores = slots.add(threads, attention_block * shape.context);
    partial = slots.add(threads, 2 * shape.channels);
}

}  // namespace accelbench::bench::train
