#include "harness/arguments/values.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <string_view>

#include "topology/base/failure.h"

namespace accelbench::arguments {
namespace {

[[noreturn]] void refuse(const std::string& option, const std::string& text, const std::string& cause) {
    throw Failure(Failure::Kind::usage, fmt::format("{} '{}': {}", option, text, cause));
}

/// A number and what follows it; nullopt-like NaN when there is no number.
double leading_number(const std::string& text, std::string& unit) {
    double value = NAN;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc()) return NAN;
    unit.assign(end, text.data() + text.size());
    return value;
}

}  // namespace

std::int64_t parse_count(const std::string& option, const std::string& text, std::int64_t low,
                         std::int64_t high) {
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    const bool too_long = error == std::errc::result_out_of_range;
    if (!too_long && (error != std::errc() || end != text.data() + text.size()))
        refuse(option, text, "not a whole number");
    if (too_long || value > high) refuse(option, text, fmt::format("at most {}", high));
    if (value < low) refuse(option, text, fmt::format("at least {}", low));
    return value;
}

double parse_seconds(const std::string& option, const std::string& text) {
    std::string unit;
    const double value = leading_number(text, unit);
    const double factor = unit.empty() || unit == "s" ? 1 : unit == "m" ? 60
                                                        : unit == "h"   ? 3600
                                                                        : NAN;
    if (!std::isfinite(value * factor)) refuse(option, text, "not a time; give seconds, or 90s, 2m, 1h");
    if (value * factor <= 0) refuse(option, text, "must be above 0");
    return value * factor;
}

std::uint64_t parse_bytes(const std::string& option, const std::string& text) {
    std::string unit;
    const double value = leading_number(text, unit);
    constexpr std::string_view units = "KMGT";
    const auto place = unit.empty() ? std::string_view::npos : units.find(unit.front());
    const auto rest = unit.substr(unit.empty() ? 0 : 1);
    const bool known = unit.empty() || (place != std::string_view::npos && (rest.empty() || rest == "iB"));
    const double bytes = value * std::pow(1024, unit.empty() ? 0 : static_cast<double>(place + 1));
    if (!known || !(bytes < 1e18)) refuse(option, text, "not a size; give bytes, or 512M, 8G, 1.5T");
    if (bytes < 1) refuse(option, text, "must be above 0");
    return static_cast<std::uint64_t>(bytes);
}

double parse_share(const std::string& option, const std::string& text) {
    std::string unit;
    const double value = leading_number(text, unit);
    const double share = unit.empty() ? value : unit == "%" ? value / 100
                                                            : NAN;
    if (!std::isfinite(share)) refuse(option, text, "not a share; give 2% or 0.02");
    if (share <= 0 || share >= 1) refuse(option, text, "must lie between 0 and 1 (100%)");
    return share;
}

const std::string& not_empty(const std::string& option, const std::string& text, const std::string& what) {
    if (text.empty()) refuse(option, text, "empty; give " + what);
    return text;
}

}  // namespace accelbench::arguments
