#pragma once

#include <cstdint>

#include "bench/train/math/bf16.h"

namespace accelbench::bench::train {

/// probabilities = softmax(scale * scores) of one row over its keys [0, last]; the rest of the row, up to
/// `keys`, becomes 0. `scores` is overwritten; both may be the same memory.
template <class Element>
void causal_softmax(float* scores, float scale, std::int64_t last, std::int64_t keys, Element* probabilities);

/// d_scores = probabilities * (d - sum(d * probabilities)) * scale for one row of `keys`, d being the
/// gradient of the probabilities.
template <class Element>
void softmax_backward(const Element* probabilities, const float* d, std::int64_t keys, float scale,
                      Element* d_scores);

}  // namespace accelbench::bench::train
