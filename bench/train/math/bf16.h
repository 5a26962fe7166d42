#pragma once

#include <bit>
#include <cstdint>

namespace accelbench::bench::train {

/// The upper half of a float: its 8 bits of exponent, 7 of its significand. A type of its own, so that no
/// loop computes with the bits by mistake: it is widened, computed on in fp32, and narrowed.
struct bf16 {
    std::uint16_t bits = 0;
};

[[gnu::always_inline]] inline float widen(float value) { return value; }
[[gnu::always_inline]] inline float widen(bf16 value) {
    return std::bit_cast<float>(std::uint32_t{value.bits} << 16);
}

template <class Element>
Element narrow(float value);

template <>
[[gnu::always_inline]] inline float narrow<float>(float value) {
    return value;
}

/// Rounds to the nearest, ties to even, as the processors' own instructions do. NaN stays NaN: adding the
/// half could carry one over into an infinity, and a broken loss would look like a large one.
template <>
[[gnu::always_inline]] inline bf16 narrow<bf16>(float value) {
    const auto bits = std::bit_cast<std::uint32_t>(value);
    const std::uint32_t rounded = (bits + 0x7FFFU + ((bits >> 16) & 1U)) >> 16;
    const std::uint32_t quiet = (bits >> 16) | 0x40U;
    return {static_cast<std::uint16_t>((bits & 0x7FFFFFFFU) > 0x7F800000U ? quiet : rounded)};
}

}  // namespace accelbench::bench::train
