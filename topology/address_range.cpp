#include "topology/address_range.h"

#include <charconv>

namespace accelbench::topology {

std::optional<std::uint64_t> whole_number(std::string_view text, int base) {
    std::uint64_t value = 0;
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value, base);
    if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<AddressRange> address_range(std::string_view line) {
    const auto range = line.substr(0, line.find(' '));
    const auto dash = range.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto begin = whole_number(range.substr(0, dash), 16);
    const auto end = whole_number(range.substr(dash + 1), 16);
    if (!begin || !end) return std::nullopt;
    return AddressRange{*begin, *end};
}

}  // namespace accelbench::topology
