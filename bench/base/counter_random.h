#pragma once

#include <cstdint>

namespace accelbench::bench {

/// splitmix64 (Steele, Lea, Flood, OOPSLA 2014): a bijection of 64-bit words that passes for random.
constexpr std::uint64_t mix64(std::uint64_t x) {
    x += 0x9E3779B97F4A7C15U;
    x = (x ^ (x >> 30)) * 0xBF58476D1CE4E5B9U;
    x = (x ^ (x >> 27)) * 0x94D049BB133111EBU;
    return x ^ (x >> 31);
}

/// The random word of a counter: the same for (seed, stream, index) whoever asks, in any order. So ranks and
/// threads draw their share of one sequence without talking, and Python draws the same (scripts/reference).
constexpr std::uint64_t counter_random(std::uint64_t seed, std::uint64_t stream, std::uint64_t index) {
    return mix64(mix64(mix64(seed) + stream) + index);
}

/// The upper 24 bits as a number in [0, 1), exact in single precision.
constexpr float unit_float(std::uint64_t word) { return static_cast<float>(word >> 40) * 0x1p-24F; }

/// The upper 53 bits as a number in [0, 1), exact in double precision.
constexpr double unit_double(std::uint64_t word) { return static_cast<double>(word >> 11) * 0x1p-53; }

}  // namespace accelbench::bench
