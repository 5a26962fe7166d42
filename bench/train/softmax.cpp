#include "bench/train/softmax.h"

#include <algorithm>

#include "bench/train/fast_exp.h"
#include "bench/train/isa.h"

namespace accelbench::bench::train {

ACCELBENCH_ISA_CLONES
void causal_softmax(float* scores, std::int64_t last, std::int64_t keys) {
    float highest = scores[0];
#pragma omp simd reduction(max : highest)
    for (std::int64_t i = 0; i <= last; ++i) highest = scores[i] > highest ? scores[i] : highest;
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i <= last; ++i) {
        const float e = fast_exp(scores[i] - highest);
        scores[i] = e;
        sum += e;
    }
    const float factor = 1.0F / sum;
#pragma omp simd
    for (std::int64_t i = 0; i <= last; ++i) scores[i] *= factor;
    std::fill(scores + last + 1, scores + keys, 0.0F);
}

ACCELBENCH_ISA_CLONES
void softmax_backward(const float* probabilities, float* d, std::int64_t keys, float scale) {
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < keys; ++i) sum += d[i] * probabilities[i];
#pragma omp simd
    for (std::int64_t i = 0; i < keys; ++i) d[i] = probabilities[i] * (d[i] - sum) * scale;
}

}  // namespace accelbench::bench::train
