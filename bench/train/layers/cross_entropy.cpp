#include "bench/train/layers/cross_entropy.h"

#include <cmath>
#include <type_traits>

#include "bench/base/isa.h"
#include "bench/train/math/fast_exp.h"
#include "bench/train/math/team.h"

namespace accelbench::bench::train {
namespace {

template <class Element>
[[gnu::always_inline]] inline float highest_of(const Element* logits, std::int64_t vocab) {
    float highest = widen(logits[0]);
#pragma omp simd reduction(max \
                           : highest)
    for (std::int64_t i = 0; i < vocab; ++i) {
        const float value = widen(logits[i]);
        highest = value > highest ? value : highest;
    }
    return highest;
}

/// Sum of e^(logit - highest). In fp32 the powers stay in place of the logits; in bf16 they would be rounded
/// a second time, and are taken again.
template <class Element>
[[gnu::always_inline]] inline float sum_powers(Element* logits, std::int64_t vocab, float highest) {
    float sum = 0;
#pragma omp simd reduction(+ \
                           : sum)
    for (std::int64_t i = 0; i < vocab; ++i) {
        const float e = fast_exp(widen(logits[i]) - highest);
        if constexpr (std::is_same_v<Element, float>) logits[i] = e;
        sum += e;
    }
    return sum;
}

template <class Element>
ACCELBENCH_ISA_CLONES void row_loss(Element* logits, std::int64_t vocab, std::int64_t target, float scale,
                                    float* loss) {
    const float highest = highest_of(logits, vocab);
    const float target_logit = widen(logits[target]);
    const float sum = sum_powers(logits, vocab, highest);
    *loss = std::log(sum) - (target_logit - highest);
    const float factor = scale / sum;
#pragma omp simd
    for (std::int64_t i = 0; i < vocab; ++i) {
        const float value = widen(logits[i]);
        logits[i] =
            narrow<Element>((std::is_same_v<Element, float> ? value : fast_exp(value - highest)) * factor);
    }
    logits[target] = narrow<Element>(fast_exp(target_logit - highest) * factor - scale);
}

}  // namespace

template <class Element>
void cross_entropy(int threads, const CrossEntropy<Element>& c) {
    for_shares(threads, c.rows, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row)
            row_loss(c.logits + row * c.vocab, c.vocab, c.targets[row], c.scale, c.losses + row);
    });
}

template void cross_entropy(int, const CrossEntropy<float>&);
template void cross_entropy(int, const CrossEntropy<bf16>&);

}  // namespace accelbench::bench::train
