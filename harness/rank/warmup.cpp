#include "harness/rank/warmup.h"

#include <cmath>
#include <cstddef>

namespace accelbench::rank {

bool settled(std::span<const double> steps, double tolerance) {
    constexpr std::size_t window = 4;
    if (steps.size() < window + 1) return false;
    const auto last = steps.last(window);
    const double earlier = (last[0] + last[1]) / 2;
    const double later = (last[2] + last[3]) / 2;
    return std::abs(later - earlier) <= tolerance * earlier;
}

}  // namespace accelbench::rank
