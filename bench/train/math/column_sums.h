#pragma once

#include <algorithm>

#include "bench/train/math/team.h"

namespace accelbench::bench::train {

/// Adds the sums that each of `parts` threads left in partial[part * stride + i] for columns [0, columns), in
/// thread order; each thread of the team adds its share of the columns. Null: nobody wants them.
inline void add_partials(float* sums, const float* partial, std::int64_t stride, std::int64_t columns,
                         int thread, int parts) {
    if (sums == nullptr) return;
    const Share share = share_of(columns, thread, parts, 16);
    std::fill(sums + share.begin, sums + share.end, 0.0F);
    for (int part = 0; part < parts; ++part) {
        const float* from = partial + part * stride;
        for (std::int64_t i = share.begin; i < share.end; ++i) sums[i] += from[i];
    }
}

}  // namespace accelbench::bench::train
