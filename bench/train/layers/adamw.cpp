#include "bench/train/layers/adamw.h"

#include <cmath>

#include "bench/base/isa.h"

namespace accelbench::bench::train {

AdamwStep adamw_step(const AdamwRule& rule, std::int64_t number) {
    const double correction1 = 1 - std::pow(static_cast<double>(rule.beta1), static_cast<double>(number));
    const double correction2 = 1 - std::pow(static_cast<double>(rule.beta2), static_cast<double>(number));
    return {.beta1 = rule.beta1,
            .beta2 = rule.beta2,
            .epsilon = rule.epsilon,
            .step_size = static_cast<float>(rule.learning_rate / correction1),
            .inverse_root = static_cast<float>(1 / std::sqrt(correction2)),
            .keep_decayed = 1 - rule.learning_rate * rule.weight_decay};
}

namespace {

/// Where a parameter and its moments go in one step; gives the new parameter.
[[gnu::always_inline]] inline float update_one(const AdamwStep& s, float keep, float g, float p,
                                               float& moment1, float& moment2) {
    const float m = s.beta1 * moment1 + (1.0F - s.beta1) * g;
    const float v = s.beta2 * moment2 + (1.0F - s.beta2) * g * g;
    moment1 = m;
    moment2 = v;
    return keep * p - s.step_size * m / (std::sqrt(v) * s.inverse_root + s.epsilon);
}

// The step is passed by value: a store through a pointer can't change it, so it stays in registers.
ACCELBENCH_ISA_CLONES
void update_range(AdamwStep s, float keep, std::int64_t count, const float* gradient, float* parameter,
                  float* moment1, float* moment2) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i)
        parameter[i] = update_one(s, keep, gradient[i], parameter[i], moment1[i], moment2[i]);
}

ACCELBENCH_ISA_CLONES
void update_and_copy(AdamwStep s, float keep, std::int64_t count, const float* gradient, float* parameter,
                     float* moment1, float* moment2, bf16* copy) {
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        const float p = update_one(s, keep, gradient[i], parameter[i], moment1[i], moment2[i]);
        parameter[i] = p;
        copy[i] = narrow<bf16>(p);
    }
}

}  // namespace

void adamw_update(const AdamwStep& step, bool decayed, std::int64_t count, const float* gradient,
                  float* parameter, float* moment1, float* moment2, bf16* copy) {
    const float keep = decayed ? step.keep_decayed : 1.0F;
    if (copy == nullptr)
        update_range(step, keep, count, gradient, parameter, moment1, moment2);
    else
        update_and_copy(step, keep, count, gradient, parameter, moment1, moment2, copy);
}

}  // namespace accelbench::bench::train
