// The layers of GptModel in terms of the operations beside this file.
#include "bench/train/attention.h"
#include "bench/train/cross_entropy.h"
#include "bench/train/gelu.h"
#include "bench/train/gpt_model.h"
#include "bench/train/layernorm.h"
#include "bench/train/linear.h"
#include "bench/train/matmul.h"

namespace accelbench::bench::train {
namespace {

AttentionShape attention_shape(const GptShape& s) {
    return {.batch = s.batch, .context = s.context, .heads = s.heads, .channels = s.channels};
}

}  // namespace

void GptModel::norm_forward(const float* input, const Slot& gain, const Slot& shift, const Slot& output,
                            const Slot& mean, const Slot& inverse) {
    layernorm_forward(threads_, {.rows = shape_.tokens(),
                                 .channels = shape_.channels,
                                 .input = input,
                                 .gain = parameters_.at(gain),
                                 .shift = parameters_.at(shift),
                                 .output = activations_.at(output),
                                 .mean = activations_.at(mean),
                                 .inverse_deviation = activations_.at(inverse)});
}

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

void GptModel::layer_forward(const float* input, const LayerParameters& p, const LayerActivations& a) {
    const std::int64_t c = shape_.channels;
    norm_forward(input, p.norm1_gain, p.norm1_shift, a.norm1, a.norm1_mean, a.norm1_inverse);
    linear_forward(threads_, {.tokens = shape_.tokens(),
                              .inputs = c,
                              .outputs = 3 * c,
                              .input = activations_.at(a.norm1),
                              .weight = parameters_.at(p.qkv_weight),
                              .bias = parameters_.at(p.qkv_bias),
                              .output = activations_.at(a.qkv)});
    attention_forward(threads_, attention_shape(shape_), activations_.at(a.qkv),
                      activations_.at(a.probabilities), activations_.at(a.attended));
    linear_forward(threads_, {.tokens = shape_.tokens(),
                              .inputs = c,
                              .outputs = c,
                              .input = activations_.at(a.attended),
                              .weight = parameters_.at(p.mix_weight),
                              .bias = parameters_.at(p.mix_bias),
                              .residual = input,
                              .output = activations_.at(a.middle)});
    mlp_forward(p, a);
}

void GptModel::mlp_forward(const LayerParameters& p, const LayerActivations& a) {
    const std::int64_t c = shape_.channels;
    norm_forward(activations_.at(a.middle), p.norm2_gain, p.norm2_shift, a.norm2, a.norm2_mean,
                 a.norm2_inverse);
    linear_forward(threads_, {.tokens = shape_.tokens(),
                              .inputs = c,
                              .outputs = 4 * c,
                              .input = activations_.at(a.norm2),
                              .weight = parameters_.at(p.up_weight),
                              .bias = parameters_.at(p.up_bias),
                              .output = activations_.at(a.up)});
    gelu_forward(threads_, shape_.tokens(), 4 * c, activations_.at(a.up), activations_.at(a.activated));
    linear_forward(threads_, {.tokens = shape_.tokens(),
                              .inputs = 4 * c,
                              .outputs = c,
                              .input = activations_.at(a.activated),
                              .weight = parameters_.at(p.down_weight),
                              .bias = parameters_.at(p.down_bias),
                              .residual = activations_.at(a.middle),
                              .output = activations_.at(a.output)});
}

void GptModel::head_forward(const float* input, const std::int32_t* targets, float gradient_scale) {
    norm_forward(input, layout_.final_gain, layout_.final_shift, kept_.final, kept_.final_mean,
                 kept_.final_inverse);
    linear_forward(threads_, {.tokens = shape_.tokens(),
                              .inputs = shape_.channels,
                              .outputs = shape_.vocab,
                              .input = activations_.at(kept_.final),
                              .weight = parameters_.at(layout_.token_table),
                              .output = activations_.at(kept_.logits)});
    cross_entropy(threads_, {.rows = shape_.tokens(),
                             .vocab = shape_.vocab,
                             .logits = activations_.at(kept_.logits),
                             .targets = targets,
                             .losses = activations_.at(kept_.losses),
                             .scale = gradient_scale});
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
    attention_backward(threads_, attention_shape(shape_),
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
