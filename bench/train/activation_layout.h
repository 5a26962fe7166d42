#pragma once

#include <vector>

#include "bench/train/arena.h"
#include "bench/train/gpt_shape.h"

namespace accelbench::bench::train {

/// What the forward pass of one layer keeps for the backward pass; N = batch * context tokens, C = channels.
struct LayerActivations {
    Slot norm1, norm1_mean, norm1_inverse;  // [N x C], [N], [N]
    Slot qkv;                               // [N x 3C]
    Slot probabilities;                     // [batch * heads * context x context]
    Slot attended;                          // [N x C]
    Slot middle;                            // [N x C], the residual stream after the attention
    Slot norm2, norm2_mean, norm2_inverse;
    Slot up, activated;  // [N x 4C], before and after GELU
    Slot output;         // [N x C], the residual stream after the layer
};

struct ActivationLayout {
    explicit ActivationLayout(const GptShape& shape);

    SlotList slots;
    Slot embedded;  // [N x C]
    std::vector<LayerActivations> layers;
    Slot final, final_mean, final_inverse;
    Slot logits;  // [N x vocab]; after the forward pass their gradients
    Slot losses;  // [N]
};

/// Gradients on their way back, shared by all layers, and each thread's scratch.
struct ScratchLayout {
    ScratchLayout(const GptShape& shape, int threads);

    SlotList slots;
    Slot d_residual;  // [N x C]
    Slot d_narrow;    // [N x C]
    Slot d_wide;      // [N x 4C]
    Slot d_scores;    // [threads x attention_block * context]
    Slot partial;     // [threads x 2C]
};

}  // namespace accelbench::bench::train
