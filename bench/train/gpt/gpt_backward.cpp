// The backward halves of GptModel's layers. d_stream holds the gradient of the residual stream all the way
// down; each norm's backward leaves it as the products read it (d_branch), and its column sums, which are the
// gradient of the bias before that norm.
#include "bench/train/gpt/gpt_model.h"
#include "bench/train/layers/attention.h"
#include "bench/train/layers/gelu.h"
#include "bench/train/layers/layernorm.h"

namespace accelbench::bench::train {

/// From `narrow` into d_stream.
template <class Element>
void GptModel<Element>::norm_backward(const float* sum, const Norm& norm, float* d_bias, bool accumulate) {
    Element* copy = nullptr;
    if constexpr (copies_weights) copy = passing_operands_.at(passing_.d_branch);
    layernorm_backward<Element>(threads_, {.rows = shape_.tokens(),
                                           .channels = shape_.channels,
                                           .d_output = passing_operands_.at(passing_.narrow),
                                           .sum = sum,
                                           .gain = parameters_.at(norm.gain),
                                           .mean = streams_.at(norm.mean),
                                           .inverse_deviation = streams_.at(norm.inverse),
                                           .d_stream = scratch_.at(passing_.d_stream),
                                           .d_branch = copy,
                                           .d_gain = gradients_.at(norm.gain),
                                           .d_shift = gradients_.at(norm.shift),
                                           .d_bias = d_bias,
                                           .partial = scratch_.at(passing_.partial),
                                           .accumulate = accumulate});
    ended(Operation::back_norm);
}

template <class Element>
void GptModel<Element>::head_backward() {
    const auto head = linear(shape_.channels, shape_.vocab);
    const Element* d_logits = operands_.at(kept_.logits);
    head.backward_weight(threads_, d_logits, operands_.at(kept_.final), gradients_.at(layout_.token_table));
    ended(Operation::head_weight);
    head.backward_input(threads_, d_logits, weight(layout_.token_table),
                        passing_operands_.at(passing_.narrow));
    ended(Operation::head_input);
    norm_backward(layer_input(layout_.layers.size()), final_norm(),
                  gradients_.at(layout_.layers.back().down_bias), false);
}

template <class Element>
void GptModel<Element>::mlp_backward(const LayerParameters& p, const LayerActivations& a) {
    const std::int64_t c = shape_.channels;
    Element* d_wide = passing_operands_.at(passing_.wide);
    const auto down = linear(4 * c, c);
    down.backward_weight(threads_, d_branch(), operands_.at(a.activated), gradients_.at(p.down_weight));
    ended(Operation::down_weight);
    down.backward_input(threads_, d_branch(), weight(p.down_weight), d_wide);
    ended(Operation::down_input);
    gelu_backward<Element>(threads_, {.rows = shape_.tokens(),
                                      .columns = 4 * c,
                                      .input = operands_.at(a.up),
                                      .bias = parameters_.at(p.up_bias),
                                      .d_output = d_wide,
                                      .d_input = d_wide,
                                      .d_bias = gradients_.at(p.up_bias),
                                      .partial = scratch_.at(passing_.partial)});
    ended(Operation::back_gelu);
    const auto up = linear(c, 4 * c);
    up.backward_weight(threads_, d_wide, operands_.at(a.norm2), gradients_.at(p.up_weight));
    ended(Operation::up_weight);
    up.backward_input(threads_, d_wide, weight(p.up_weight), passing_operands_.at(passing_.narrow));
    ended(Operation::up_input);
}

template <class Element>
void GptModel<Element>::attention_backward_of(std::size_t index) {
    const LayerParameters& p = layout_.layers[index];
    const LayerActivations& a = kept_.layers[index];
    const std::int64_t c = shape_.channels;
    norm_backward(streams_.at(a.middle), second_norm(index), gradients_.at(p.mix_bias), true);
    Element* d_narrow = passing_operands_.at(passing_.narrow);
    Element* d_wide = passing_operands_.at(passing_.wide);
    const auto mix = linear(c, c);
    mix.backward_weight(threads_, d_branch(), operands_.at(a.attended), gradients_.at(p.mix_weight));
    ended(Operation::mix_weight);
    mix.backward_input(threads_, d_branch(), weight(p.mix_weight), d_narrow);
    ended(Operation::mix_input);
    attention_backward<Element>(threads_, attention_shape(),
                                {.qkv = operands_.at(a.qkv),
                                 .probabilities = operands_.at(a.probabilities),
                                 .d_output = d_narrow,
                                 .d_qkv = d_wide,
                                 .d_bias = gradients_.at(p.qkv_bias),
                                 .scratch = scratch_.at(passing_.attention),
                                 .space = space()});
    ended(Operation::back_attention);
    const auto qkv = linear(c, 3 * c);
    qkv.backward_weight(threads_, d_wide, operands_.at(a.norm1), gradients_.at(p.qkv_weight));
    ended(Operation::qkv_weight);
    qkv.backward_input(threads_, d_wide, weight(p.qkv_weight), d_narrow);
    ended(Operation::qkv_input);
    float* d_bias_before = index == 0 ? nullptr : gradients_.at(layout_.layers[index - 1].down_bias);
    norm_backward(layer_input(index), first_norm(index), d_bias_before, true);
}

template class GptModel<float>;
template class GptModel<bf16>;

}  // namespace accelbench::bench::train
