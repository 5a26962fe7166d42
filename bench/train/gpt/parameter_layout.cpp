#include "bench/train/gpt/parameter_layout.h"

#include <fmt/format.h>

#include <cmath>

namespace accelbench::bench::train {

ParameterLayout::ParameterLayout(const GptShape& shape) {
    token_table = add("wte", shape.vocab, shape.channels, 0.02F);
    position_table = add("wpe", shape.context, shape.channels, 0.02F);
    for (std::int64_t i = 0; i < shape.layers; ++i) layers.push_back(add_layer(shape, i));
    final_gain = add_vector("ln_f.weight", shape.channels, 1);
    final_shift = add_vector("ln_f.bias", shape.channels, 0);
}

Slot ParameterLayout::add(const std::string& name, std::int64_t rows, std::int64_t columns, float deviation) {
    const Slot slot = slots.add(rows, columns);
    // A uniform variable of half width w has the standard deviation w / sqrt(3).
    tensors.push_back(
        {.name = name, .slot = slot, .decayed = true, .start_width = deviation * std::sqrt(3.0F)});
    parameter_count += slot.elements();
    return slot;
}

Slot ParameterLayout::add_vector(const std::string& name, std::int64_t columns, float value) {
    const Slot slot = slots.add(1, columns);
    tensors.push_back({.name = name, .slot = slot, .start_value = value});
    parameter_count += slot.elements();
    return slot;
}

LayerParameters ParameterLayout::add_layer(const GptShape& shape, std::int64_t index) {
    const std::string h = fmt::format("h.{}.", index);
    const std::int64_t c = shape.channels;
    const float residual = 0.02F / std::sqrt(2.0F * static_cast<float>(shape.layers));
    LayerParameters l;
    l.norm1_gain = add_vector(h + "ln_1.weight", c, 1);
    l.norm1_shift = add_vector(h + "ln_1.bias", c, 0);
    l.qkv_weight = add(h + "attn.qkv.weight", 3 * c, c, 0.02F);
    l.qkv_bias = add_vector(h + "attn.qkv.bias", 3 * c, 0);
    l.mix_weight = add(h + "attn.proj.weight", c, c, residual);
    l.mix_bias = add_vector(h + "attn.proj.bias", c, 0);
    l.norm2_gain = add_vector(h + "ln_2.weight", c, 1);
    l.norm2_shift = add_vector(h + "ln_2.bias", c, 0);
    l.up_weight = add(h + "mlp.up.weight", 4 * c, c, 0.02F);
    l.up_bias = add_vector(h + "mlp.up.bias", 4 * c, 0);
    l.down_weight = add(h + "mlp.down.weight", c, 4 * c, residual);
    l.down_bias = add_vector(h + "mlp.down.bias", c, 0);
    return l;
}

Share share_of(const Tensor& tensor, int thread, int threads) {
    const bool vector = tensor.slot.rows == 1;
    const Share cut = share_of(vector ? tensor.slot.columns : tensor.slot.rows, thread, threads);
    const std::int64_t width = vector ? 1 : tensor.slot.columns;
    return {tensor.slot.offset + cut.begin * width, tensor.slot.offset + cut.end * width};
}

}  // namespace accelbench::bench::train
