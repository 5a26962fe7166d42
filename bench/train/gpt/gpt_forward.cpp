// The forward halves of GptModel's layers, in terms of the operations beside this file.
#include "bench/train/gpt/gpt_model.h"
#include "bench/train/layers/attention.h"
#include "bench/train/layers/cross_entropy.h"
#include "bench/train/layers/gelu.h"
#include "bench/train/layers/layernorm.h"

namespace accelbench::bench::train {

/// Before the attention: what the layer before left in `narrow` joins the stream here.
template <class Element>
auto GptModel<Element>::first_norm(std::size_t layer) const -> Norm {
    const LayerParameters& p = layout_.layers[layer];
    const LayerActivations& a = kept_.layers[layer];
    Norm norm{.stream = streams_.at(kept_.embedded),
              .branch_bias = nullptr,
              .sum = kept_.embedded,
              .gain = p.norm1_gain,
              .shift = p.norm1_shift,
              .mean = a.norm1_mean,
              .inverse = a.norm1_inverse,
              .output = a.norm1};
    if (layer == 0) return norm;
    norm.stream = streams_.at(kept_.layers[layer - 1].middle);
    norm.branch_bias = parameters_.at(layout_.layers[layer - 1].down_bias);
    norm.sum = kept_.layers[layer - 1].output;
    return norm;
}

template <class Element>
auto GptModel<Element>::second_norm(std::size_t layer) const -> Norm {
    const LayerParameters& p = layout_.layers[layer];
    const LayerActivations& a = kept_.layers[layer];
    return {.stream = layer_input(layer),
            .branch_bias = parameters_.at(p.mix_bias),
            .sum = a.middle,
            .gain = p.norm2_gain,
            .shift = p.norm2_shift,
            .mean = a.norm2_mean,
            .inverse = a.norm2_inverse,
            .output = a.norm2};
}

template <class Element>
auto GptModel<Element>::final_norm() const -> Norm {
    return {.stream = streams_.at(kept_.layers.back().middle),
            .branch_bias = parameters_.at(layout_.layers.back().down_bias),
            .sum = kept_.layers.back().output,
            .gain = layout_.final_gain,
            .shift = layout_.final_shift,
            .mean = kept_.final_mean,
            .inverse = kept_.final_inverse,
            .output = kept_.final};
}

template <class Element>
void GptModel<Element>::norm_forward(const Norm& norm) {
    const Element* branch = norm.branch_bias == nullptr ? nullptr : passing_operands_.at(passing_.narrow);
    layernorm_forward<Element>(threads_, {.rows = shape_.tokens(),
                                          .channels = shape_.channels,
                                          .stream = norm.stream,
                                          .branch = branch,
                                          .bias = norm.branch_bias,
                                          .sum = streams_.at(norm.sum),
                                          .gain = parameters_.at(norm.gain),
                                          .shift = parameters_.at(norm.shift),
                                          .output = operands_.at(norm.output),
                                          .mean = streams_.at(norm.mean),
                                          .inverse_deviation = streams_.at(norm.inverse)});
    ended(Operation::norm);
}

template <class Element>
void GptModel<Element>::layer_forward(std::size_t index) {
    const LayerParameters& p = layout_.layers[index];
    const LayerActivations& a = kept_.layers[index];
    const std::int64_t c = shape_.channels;
    norm_forward(first_norm(index));
    linear(c, 3 * c).forward(threads_, operands_.at(a.norm1), weight(p.qkv_weight), operands_.at(a.qkv));
    ended(Operation::qkv);
    attention_forward<Element>(threads_, attention_shape(),
                               {.qkv = operands_.at(a.qkv),
                                .bias = parameters_.at(p.qkv_bias),
                                .probabilities = operands_.at(a.probabilities),
                                .output = operands_.at(a.attended),
                                .scratch = scratch_.at(passing_.attention),
                                .space = space()});
    ended(Operation::attention);
    linear(c, c).forward(threads_, operands_.at(a.attended), weight(p.mix_weight),
                         passing_operands_.at(passing_.narrow));
    ended(Operation::mix);
    norm_forward(second_norm(index));
    mlp_forward(p, a);
}

template <class Element>
void GptModel<Element>::mlp_forward(const LayerParameters& p, const LayerActivations& a) {
    const std::int64_t c = shape_.channels;
    linear(c, 4 * c).forward(threads_, operands_.at(a.norm2), weight(p.up_weight), operands_.at(a.up));
    ended(Operation::up);
    gelu_forward<Element>(threads_, {.rows = shape_.tokens(),
                                     .columns = 4 * c,
                                     .input = operands_.at(a.up),
                                     .bias = parameters_.at(p.up_bias),
                                     .output = operands_.at(a.activated)});
    ended(Operation::gelu);
    linear(4 * c, c).forward(threads_, operands_.at(a.activated), weight(p.down_weight),
                             passing_operands_.at(passing_.narrow));
    ended(Operation::down);
}

template <class Element>
void GptModel<Element>::head_forward(const std::int32_t* targets, float gradient_scale) {
    norm_forward(final_norm());
    linear(shape_.channels, shape_.vocab)
        .forward(threads_, operands_.at(kept_.final), weight(layout_.token_table),
                 operands_.at(kept_.logits));
    ended(Operation::head);
    cross_entropy<Element>(threads_, {.rows = shape_.tokens(),
                                      .vocab = shape_.vocab,
                                      .logits = operands_.at(kept_.logits),
                                      .targets = targets,
                                      .losses = streams_.at(kept_.losses),
                                      .scale = gradient_scale});
}

template class GptModel<float>;
template class GptModel<bf16>;

}  // namespace accelbench::bench::train
