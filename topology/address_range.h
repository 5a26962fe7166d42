#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace accelbench::topology {

/// Addresses of a mapping; `end` is exclusive.
struct AddressRange {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
};

/// Of a line as /proc/PID/maps and smaps begin a mapping with: "7f00-7f80 rw-p ..."; nullopt for any other.
std::optional<AddressRange> address_range(std::string_view line);

}  // namespace accelbench::topology
