#pragma once

#include <vector>

#include "bench/train/gpt/gpt_shape.h"
#include "bench/train/math/arena.h"

namespace accelbench::bench::train {

/// What the forward pass of one layer keeps for the backward pass; N = batch * context tokens, C = channels.
/// The residual stream and the norms' figures are in fp32 ("streams"), what products read in the precision's
/// elements
/// ("operands").
struct LayerActivations {
    // streams
    Slot middle, output;             // [N x C], the residual stream after the attention and after the layer
    Slot norm1_mean, norm1_inverse;  // [N] each
    Slot norm2_mean, norm2_inverse;
    // operands
    Slot norm1;          // [N x C]
    Slot qkv;            // [N x 3C], with its bias
    Slot probabilities;  // [batch * heads * context x context]
    Slot attended;       // [N x C]
    Slot norm2;          // [N x C]
    Slot up, activated;  // [N x 4C], before and after bias and GELU
};

struct ActivationLayout {
    ActivationLayout(const GptShape& shape, std::int64_t operand_bytes);

    SlotList streams, operands;
    Slot embedded;  // streams, [N x C]
    std::vector<LayerActivations> layers;
    Slot final_mean, final_inverse;  // streams, [N]
    Slot final;                      // operands, [N x C]
    Slot logits;                     // operands, [N x vocab]; after the forward pass their gradients
    Slot losses;                     // streams, [N]
};

/// Values on their way, shared by all layers, and each thread's scratch.
struct ScratchLayout {
    ScratchLayout(const GptShape& shape, int threads, std::int64_t operand_bytes);

    SlotList streams, operands;
    Slot d_stream;   // streams, [N x C], the gradient of the residual stream
    Slot attention;  // streams, [threads x attention_scratch]
    Slot partial;    // streams, [threads x 4C], sums over rows
    Slot space;      // streams, [threads x tile_floats of the precision]
    Slot narrow;     // operands, [N x C]: a branch's output, or the gradient of an operation's input
    Slot wide;       // operands, [N x 4C]: the same of the layers' inner width
    Slot d_branch;   // operands, [N x C]: d_stream narrowed; empty in fp32
};

}  // namespace accelbench::bench::train
