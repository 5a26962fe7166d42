#include "topology/address_range.h"

#include "topology/base/numbers.h"

namespace accelbench::topology {

std::optional<AddressRange> address_range(std::string_view line) {
    const auto range = line.substr(0, line.find(' '));
    const auto dash = range.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto begin = number_from<std::uint64_t>(range.substr(0, dash), 16);
    const auto end = number_from<std::uint64_t>(range.substr(dash + 1), 16);
    if (!begin || !end) return std::nullopt;
    return AddressRange{*begin, *end};
}

}  // namespace accelbench::topology
