#pragma once

#include <cstdint>

namespace accelbench::bench::train {

/// Cross entropy of softmax(logits) against targets, forward and backward in one pass over each row while it
/// is in the cache. logits: [rows x vocab]; targets: [rows], each in [0, vocab); losses: [rows], in nats. On
/// return `logits` holds d_logits = (softmax - one_hot(target)) * scale; scale is 1 / rows of the whole job.
struct CrossEntropy {
    std::int64_t rows = 0;
    std::int64_t vocab = 0;
    float* logits = nullptr;
    const std::int32_t* targets = nullptr;
    float* losses = nullptr;
    float scale = 1;
};
void cross_entropy(int threads, const CrossEntropy& c);

}  // namespace accelbench::bench::train
