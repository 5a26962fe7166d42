#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "bench/train/gpt/gpt_shape.h"
#include "bench/train/math/arena.h"
#include "bench/train/math/share.h"

namespace accelbench::bench::train {

/// One trainable tensor. Linear weights are [outputs x inputs], as PyTorch's.
struct Tensor {
    std::string name;  // GPT-2's: "h.0.attn.qkv.weight"
    Slot slot;
    bool decayed = false;   // matrices only
    float start_width = 0;  // starts uniform in [-width, width); 0: constant
    float start_value = 0;  // the constant
};

struct LayerParameters {
    Slot norm1_gain, norm1_shift;
    Slot qkv_weight, qkv_bias;  // [3C x C]
    Slot mix_weight, mix_bias;  // [C x C], after the attention
    Slot norm2_gain, norm2_shift;
    Slot up_weight, up_bias;      // [4C x C]
    Slot down_weight, down_bias;  // [C x 4C]
};

/// Where each tensor lies in the arenas of parameters, gradients and both moments. The order is that of the
/// forward pass, so that the gradients which the backward pass finishes together lie together, from the end
/// to the start. The head is tied: logits = final * token_table^T.
struct ParameterLayout {
    explicit ParameterLayout(const GptShape& shape);

    SlotList slots;
    std::vector<Tensor> tensors;
    Slot token_table, position_table;
    std::vector<LayerParameters> layers;
    Slot final_gain, final_shift;
    /// Trainable parameters, without the padding between slots.
    std::int64_t parameter_count = 0;

  private:
    Slot add(const std::string& name, std::int64_t rows, std::int64_t columns, float deviation);
    Slot add_vector(const std::string& name, std::int64_t columns, float value);
    LayerParameters add_layer(const GptShape& shape, std::int64_t index);
};

/// The elements of a tensor, counted from the arena's begin, that thread `thread` updates: the rows that it
/// touched first; a vector, whose single row one thread touched, is cut by its elements.
Share share_of(const Tensor& tensor, int thread, int threads);

/// Writes this thread's share of all tensors. Element i of tensor t is uniform, drawn from (seed, t, i), with
/// GPT-2's standard deviations: 0.02, divided by sqrt(2 layers) for the two that write into the residual
/// stream. Uniform, not normal: then no libm is involved, and Python draws the same bits.
void write_start(const ParameterLayout& layout, std::uint64_t seed, int thread, int threads,
                 float* parameters);

}  // namespace accelbench::bench::train
