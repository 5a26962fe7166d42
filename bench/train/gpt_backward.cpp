// The backward halves of GptModel's layers. d_residual holds the gradient of the residual stream all the way
// down.
#include "bench/train/attention.h"
#include "bench/train/gelu.h"
#include "bench/train/gpt_model.h"
#include "bench/train/layernorm.h"
#include "bench/train/linear.h"

namespace accelbench::bench::train {

/// From d_narrow into d_residual.
void GptModel::norm_backward(const float* input, const Slot& gain, const Slot& shift, const Slot& mean,
                             const Slot& inverse, bool accumulate) {
    layernorm_backward(threads_, {.rows = shape_.tokens(),
                                  .channels = shape_.channels,
                                  .d_output = scratch_.at(passing_.d_narrow),
                                  .input = input,
                                  .gain = parameters_.at(gain),
                                  .mean = activations_.at(mean),
                                  .inverse_deviation = activations_.at(inverse),
                                  .d_input = scratch_.at(passing_.d_residual),
                                  .d_gain = gradients_.at(gain),
                                  .d_shift = gradients_.at(shift),
                                  .partial = scratch_.at(passing_.partial),
                                  .accumulate = accumulate});
}

void GptModel::head_backward() {
    linear_backward(threads_, {.tokens = shape_.tokens(),
                               .inputs = shape_.channels,
                               .outputs = shape_.vocab,
                               .d_output = activations_.at(kept_.logits),
                               .input = activations_.at(kept_.final),
                               .weight = parameters_.at(layout_.token_table),
                               .d_input = scratch_.at(passing_.d_narrow),
                               .d_weight = gradients_.at(layout_.token_table)});
    norm_backward(layer_input(layout_.layers.size()), layout_.final_gain, layout_.final_shift,
                  kept_.final_mean, kept_.final_inverse, false);
}

void GptModel::layer_backward(const float* input, std::size_t index, GradientBuckets& buckets) {
    mlp_backward(layout_.layers[index], kept_.layers[index]);
    buckets.progress();
    attention_backward_of(input, layout_.layers[index], kept_.layers[index]);
}

void GptModel::mlp_backward(const LayerParameters& p, const LayerActivations& a) {
    const std::int64_t c = shape_.channels;
    float* d_wide = scratch_.at(passing_.d_wide);
    linear_backward(threads_, {.tokens = shape_.tokens(),
                               .inputs = 4 * c,
                               .outputs = c,
                               .d_output = scratch_.at(passing_.d_residual),
                               .input = activations_.at(a.activated),
                               .weight = parameters_.at(p.down_weight),
                               .d_input = d_wide,
                               .d_weight = gradients_.at(p.down_weight),
                               .d_bias = gradients_.at(p.down_bias)});
    gelu_backward(threads_, shape_.tokens(), 4 * c, activations_.at(a.up), d_wide, d_wide);
    linear_backward(threads_, {.tokens = shape_.tokens(),
                               .inputs = c,
                               .outputs = 4 * c,
                               .d_output = d_wide,
                               .input = activations_.at(a.norm2),
                               .weight = parameters_.at(p.up_weight),
                               .d_input = scratch_.at(passing_.d_narrow),
                               .d_weight = gradients_.at(p.up_weight),
                               .d_bias = gradients_.at(p.up_bias)});
    norm_backward(activations_.at(a.middle), p.norm2_gain, p.norm2_shift, a.norm2_mean, a.norm2_inverse,
                  true);
}

void GptModel::attention_backward_of(const float* input, const LayerParameters& p,
                                     const LayerActivations& a) {
    const std::int64_t c = shape_.channels;
    float* d_narrow = scratch_.at(passing_.d_narrow);
    float* d_wide = scratch_.at(passing_.d_wide);
    linear_backward(threads_, {.tokens = shape_.tokens(),
                               .inputs = c,
                               .outputs = c,
                               .d_output = scratch_.at(passing_.d_residual),
                               .input = activations_.at(a.attended),
                               .weight = parameters_.at(p.mix_weight),
                               .d_input = d_narrow,
                               .d_weight = gradients_.at(p.mix_weight),
                               .d_bias = gradients_.at(p.mix_bias)});
    attention_backward(threads_, attention_shape(),
                       {.qkv = activations_.at(a.qkv),
                        .probabilities = activations_.at(a.probabilities),
                        .d_output = d_narrow,
                        .d_qkv = d_wide,
                        .scratch = scratch_.at(passing_.d_scores)});
    linear_backward(threads_, {.tokens = shape_.tokens(),
                               .inputs = c,
                               .outputs = 3 * c,
                               .d_output = d_wide,
                               .input = activations_.at(a.norm1),
                               .weight = parameters_.at(p.qkv_weight),
                               .d_input = d_narrow,
                               .d_weight = gradients_.at(p.qkv_weight),
                               .d_bias = gradients_.at(p.qkv_bias)});
    norm_backward(input, p.norm1_gain, p.norm1_shift, a.norm1_mean, a.norm1_inverse, true);
}

}  // namespace accelbench::bench::train
