#pragma once

#include <cstddef>
#include <span>

namespace accelbench::bench::message {

/// into[i] += other[i].
void add(std::span<float> into, const float* other);

/// The sum of `parts` in their order, written to `to` and, unless it is null, to `also_to`. Both may be one
/// of the parts: all parts of an element are read before it is written.
void sum_in_order(std::span<const float* const> parts, std::size_t count, float* to, float* also_to);

}  // namespace accelbench::bench::message
