#pragma once

#include <cstdint>
#include <string>

namespace accelbench {

inline constexpr std::uint64_t kibibyte = std::uint64_t{1} << 10;
inline constexpr std::uint64_t mebibyte = std::uint64_t{1} << 20;
inline constexpr std::uint64_t gibibyte = std::uint64_t{1} << 30;

/// The least multiple of `step` that `bytes` fit into.
constexpr std::uint64_t round_up(std::uint64_t bytes, std::uint64_t step) {
    return (bytes + step - 1) / step * step;
}

/// What a machine or a limit has, as its makers name it: "64 GiB", "1.5 MiB", "512 bytes". One decimal where
/// it isn't zero. Results, which need three digits, have reports/text/units.h.
std::string size_text(double bytes);

}  // namespace accelbench
