#include "bench/train/adamw.h"

#include <cmath>

#include "bench/train/isa.h"

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

ACCELBENCH_ISA_CLONES
void adamw_update(const AdamwStep& step, bool decayed, std::int64_t count, const float* gradient,
                  float* parameter, float* moment1, float* moment2) {
    const AdamwStep s =
        step;  // by value: a store through a pointer can't change it, so it stays in registers
    const float keep = decayed ? s.keep_decayed : 1.0F;
#pragma omp simd
    for (std::int64_t i = 0; i < count; ++i) {
        const float g = gradient[i];
        const float m = s.beta1 * moment1[i] + (1.0F - s.beta1) * g;
        const float v = s.beta2 * moment2[i] + (1.0F - s.beta2) * g * g;
        moment1[i] = m;
        moment2[i] = v;
        parameter[i] = keep * parameter[i] - s.step_size * m / (std::sqrt(v) * s.inverse_root + s.epsilon);
    }
}

}  // namespace accelbench::bench::train
