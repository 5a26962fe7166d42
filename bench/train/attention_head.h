#pragma once

#include <cmath>
#include <cstdint>

#include "bench/train/attention.h"

namespace accelbench::bench::train {

/// Where one batch row and head finds its matrices.
struct Head {
    std::int64_t qkv;            // offset of its query in qkv; key and value follow `channels` apart
    std::int64_t probabilities;  // offset of its context x context matrix
    std::int64_t output;         // offset in [batch x context x channels]
};

inline Head head_of(const AttentionShape& s, std::int64_t index) {
    const std::int64_t batch = index / s.heads;
    const std::int64_t column = index % s.heads * s.head_channels();
    return {batch * s.context * 3 * s.channels + column, index * s.context * s.context,
            batch * s.context * s.channels + column};
}

inline float score_scale(const AttentionShape& s) {
    return 1.0F / std::sqrt(static_cast<float>(s.head_channels()));
}

}  // namespace accelbench::bench::train
