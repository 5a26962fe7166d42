#pragma once

#include <cstdint>

#include "bench/train/math/bf16.h"

namespace accelbench::bench::train {

/// AdamW (Loshchilov, Hutter 2019) with the betas, epsilon and decay that GPT-style models are trained with
/// (Brown et al. 2020, appendix B). No warm-up, no schedule, no gradient clipping.
struct AdamwRule {
    float learning_rate = 3e-4F;
    float beta1 = 0.9F;
    float beta2 = 0.95F;
    float epsilon = 1e-8F;
    float weight_decay = 0.1F;
};

/// What one step number makes of the rule: the bias corrections of step `number` (from 1) folded in.
struct AdamwStep {
    float beta1 = 0;
    float beta2 = 0;
    float epsilon = 0;
    float step_size = 0;     // learning_rate / (1 - beta1^number)
    float inverse_root = 0;  // 1 / sqrt(1 - beta2^number)
    float keep_decayed = 0;  // 1 - learning_rate * weight_decay
};
AdamwStep adamw_step(const AdamwRule& rule, std::int64_t number);

/// Updates `count` parameters and both moments in place, on the calling thread:
/// m = beta1 m + (1 - beta1) g; v = beta2 v + (1 - beta2) g^2;
/// p = keep p - step_size m / (sqrt(v) inverse_root + epsilon), keep = 1 where not decayed.
/// `copy`: where the new parameters are also left in bf16; null: nowhere.
void adamw_update(const AdamwStep& step, bool decayed, std::int64_t count, const float* gradient,
                  float* parameter, float* moment1, float* moment2, bf16* copy = nullptr);

}  // namespace accelbench::bench::train
