// The forward halves of GptModel's layers, in terms of the operations beside this file.
#include "bench/train/attention.h"
#include "bench/train/cross_entropy.h"
#include "bench/train/gelu.h"
#include "bench/train/gpt_model.h"
#include "bench/train/layernorm.h"
#include "bench/train/linear.h"

namespace accelbench::bench::train {

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
    attention_forward(threads_, attention_shape(), activations_.at(a.qkv), activations_.at(a.probabilities),
                      activations_.at(a.attended));
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

}  // namespace accelbench::bench::train
