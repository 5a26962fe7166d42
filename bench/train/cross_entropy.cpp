#include "bench/train/cross_entropy.h"

#include <cmath>

#include "bench/train/fast_exp.h"
#include "bench/train/isa.h"
#include "bench/train/team.h"

namespace accelbench::bench::train {
namespace {

ACCELBENCH_ISA_CLONES
void row_loss(float* logits, std::int64_t vocab, std::int64_t target, float scale, float* loss) {
    float highest = logits[0];
#pragma omp simd reduction(max : highest)
    for (std::int64_t i = 0; i < vocab; ++i) highest = logits[i] > highest ? logits[i] : highest;
    const float target_logit = logits[target];
    float sum = 0;
#pragma omp simd reduction(+ : sum)
    for (std::int64_t i = 0; i < vocab; ++i) {
        const float e = fast_exp(logits[i] - highest);
        logits[i] = e;
        sum += e;
    }
    *loss = std::log(sum) - (target_logit - highest);
    const float factor = scale / sum;
#pragma omp simd
    for (std::int64_t i = 0; i < vocab; ++i) logits[i] *= factor;
    logits[target] -= scale;
}

}  // namespace

void cross_entropy(int threads, const CrossEntropy& c) {
    for_shares(threads, c.rows, [&](std::int64_t begin, std::int64_t end) {
        for (std::int64_t row = begin; row < end; ++row) {
            row_loss(c.logits + row * c.vocab, c.vocab, c.targets[row], c.scale, c.losses + row);
        }
    });
}

}  // namespace accelbench::bench::train
