#pragma once

#include <algorithm>
#include <cstdint>

namespace accelbench::bench::train {

/// The half-open range [begin, end).
struct Share {
    std::int64_t begin = 0;
    std::int64_t end = 0;
};

/// Part `part` of `parts` of [0, count), cut at multiples of `grain`. Everything here is cut by this one
/// function: rows by the thread that touched them first. Only a product's blocks may lie across (matmul.cpp).
inline Share share_of(std::int64_t count, int part, int parts, std::int64_t grain = 1) {
    const std::int64_t grains = (count + grain - 1) / grain;
    return {std::min(count, grains * part / parts * grain),
            std::min(count, grains * (part + 1) / parts * grain)};
}

}  // namespace accelbench::bench::train
