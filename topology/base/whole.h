#pragma once

#include <limits>

namespace accelbench::topology {

/// `value` without its fraction; the nearest that Whole holds where it is beyond, 0 for not-a-number. A cast
/// of such a double is undefined, and a file or a document may hold any.
template <class Whole>
constexpr Whole whole(double value) {
    using Limits = std::numeric_limits<Whole>;
    // The largest integer itself may be no double: the one above it is the first that is beyond.
    constexpr double beyond = 2.0 * static_cast<double>(Limits::max() / 2 + 1);
    if (!(value == value)) return 0;
    if (value >= beyond) return Limits::max();
    if (value <= static_cast<double>(Limits::min())) return Limits::min();
    return static_cast<Whole>(value);
}

}  // namespace accelbench::topology
