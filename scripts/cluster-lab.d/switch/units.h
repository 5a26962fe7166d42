#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace accelbench::clusterlab {

/// "50us", "2ms", "1s" as nanoseconds, and nothing for any other text (a bare number has no unit to trust).
std::optional<std::int64_t> parse_delay_ns(std::string_view text);

/// "100Mbit", "1Gbit", "64Kbit" as bits per second (units of 1000); at least one bit. Nothing for any other
/// text.
std::optional<std::int64_t> parse_rate_bits(std::string_view text);

/// How long `bytes` occupy a wire of `rate_bits` per second, in nanoseconds; 0 for a wire without a limit
/// (0).
std::int64_t wire_ns(std::int64_t bytes, std::int64_t rate_bits);

}  // namespace accelbench::clusterlab
