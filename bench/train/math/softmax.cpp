#include "bench/train/math/softmax.h"

#include <algorithm>

#include "bench/base/isa.h"
#include "bench/train/math/fast_exp.h"

namespace accelbench::bench::train {
namespace {

template <class Element>
ACCELBENCH_ISA_CLONES void softmax_row(float* scores, float scale, std::int64_t last,
                                       Element* probabilities) {
    float highest = scores[0];
#pragma omp simd reduction(max \
                           : highest)
    for (std::int64_t i = 0; i <= last; ++i) highest = scores[i] > highest ? scores[i] : highest;
    float sum = 0;
#pragma omp simd reduction(+ \
                           : sum)
    for (std::int64_t i = 0; i <= last; ++i) {
        const float e = fast_exp(scale * (scores[i] - highest));
        scores[i] = e;
        sum += e;
    }
    const float factor = 1.0F / sum;
#pragma omp simd
    for (std::int64_t i = 0; i <= last; ++i) probabilities[i] = narrow<Element>(scores[i] * factor);
}

template <class Element>
ACCELBENCH_ISA_CLONES void backward_row(const Element* probabilities, const float* d, std::int64_t keys,
                                        float scale, Element* d_scores) {
    float sum = 0;
#pragma omp simd reduction(+ \
                           : sum)
    for (std::int64_t i = 0; i < keys; ++i) sum += d[i] * widen(probabilities[i]);
#pragma omp simd
    for (std::int64_t i = 0; i < keys; ++i)
        d_scores[i] = narrow<Element>(widen(probabilities[i]) * (d[i] - sum) * scale);
}

}  // namespace

template <class Element>
void causal_softmax(float* scores, float scale, std::int64_t last, std::int64_t keys,
                    Element* probabilities) {
    softmax_row(scores, scale, last, probabilities);
    std::fill(probabilities + last + 1, probabilities + keys, Element{});
}

template <class Element>
void softmax_backward(const Element* probabilities, const float* d, std::int64_t keys, float scale,
                      Element* d_scores) {
    backward_row(probabilities, d, keys, scale, d_scores);
}

template void causal_softmax(float*, float, std::int64_t, std::int64_t, float*);
template void causal_softmax(float*, float, std::int64_t, std::int64_t, bf16*);
template void softmax_backward(const float*, const float*, std::int64_t, float, float*);
template void softmax_backward(const bf16*, const float*, std::int64_t, float, bf16*);

}  // namespace accelbench::bench::train
