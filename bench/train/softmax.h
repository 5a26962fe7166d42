#pragma once

#include <cstdint>

namespace accelbench::bench::train {

/// Softmax of one row of scores over its keys [0, last], in place; the rest of the row, up to `keys`, becomes
/// 0.
void causal_softmax(float* scores, std::int64_t last, std::int64_t keys);

/// d_scores = probabilities * (d_probabilities - sum(d_probabilities * probabilities)) * scale for one row of
/// `keys`; `d` holds d_probabilities and then d_scores.
void softmax_backward(const float* probabilities, float* d, std::int64_t keys, float scale);

}  // namespace accelbench::bench::train
