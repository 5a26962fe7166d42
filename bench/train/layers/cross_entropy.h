#pragma once

#include <cstdint>

#include "bench/train/math/bf16.h"

namespace accelbench::bench::train {

/// Cross entropy of softmax(logits) against targets, forward and backward in one pass over each row while it
/// is in the cache. logits: [rows x vocab]; targets: [rows], each in [0, vocab); losses: [rows], in nats. On
/// return `logits` holds d_logits = (softmax - one_hot(target)) * scale; scale is 1 / rows of the whole job.
template <class Element>
struct CrossEntropy {
    std::int64_t rows = 0;
    std::int64_t vocab = 0;
    Element* logits = nullptr;
    const std::int32_t* targets = nullptr;
    float* losses = nullptr;
    float scale = 1;
};
template <class Element>
void cross_entropy(int threads, const CrossEntropy<Element>& c);

}  // namespace accelbench::bench::train
