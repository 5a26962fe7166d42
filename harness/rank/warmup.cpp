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

bool warmed_up_enough(int steps, double seconds, bool emulated) {
    if (steps < least_warmup_steps) return false;
    return emulated || seconds > most_warmup_seconds || steps >= most_warmup_steps;
}

}  // namespace accelbench::rank
