#include "scripts/cluster-lab.d/switch/units.h"

#include <array>
#include <charconv>
#include <utility>

namespace accelbench::clusterlab {
namespace {

using Units = std::array<std::pair<std::string_view, std::int64_t>, 3>;
constexpr Units delay_units = {{{"us", 1'000}, {"ms", 1'000'000}, {"s", 1'000'000'000}}};
constexpr Units rate_units = {{{"Kbit", 1'000}, {"Mbit", 1'000'000}, {"Gbit", 1'000'000'000}}};
// Ten seconds, or ten terabits: more is a slip of the pen, and far below where the arithmetic overflows.
constexpr std::int64_t most_delay_ns = 10'000'000'000;
constexpr std::int64_t most_rate_bits = 10'000'000'000'000;

std::optional<std::int64_t> with_unit(std::string_view text, const Units& units, std::int64_t most) {
    std::int64_t number = 0;
    const auto [rest, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number < 0) return std::nullopt;
    const auto unit = text.substr(static_cast<std::size_t>(rest - text.data()));
    for (const auto& [name, factor] : units)
        if (unit == name && number <= most / factor) return number * factor;
    return std::nullopt;
}

}  // namespace

std::optional<std::int64_t> parse_delay_ns(std::string_view text) {
    return with_unit(text, delay_units, most_delay_ns);
}

std::optional<std::int64_t> parse_rate_bits(std::string_view text) {
    const auto bits = with_unit(text, rate_units, most_rate_bits);
    return bits && *bits > 0 ? bits : std::nullopt;
}

std::int64_t wire_ns(std::int64_t bytes, std::int64_t rate_bits) {
    return rate_bits > 0 ? bytes * 8 * 1'000'000'000 / rate_bits : 0;
}

}  // namespace accelbench::clusterlab
