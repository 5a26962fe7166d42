#include "reports/text/units.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

#include "topology/base/whole.h"

namespace accelbench::reports {
namespace {

/// Three significant digits, without an exponent: 43.1, 870, 1.27.
std::string three_digits(double value) {
    const double size = std::abs(value);
    if (size >= 99.95) return fmt::format("{:.0f}", value);
    return fmt::format("{:.{}f}", value, size >= 9.995 ? 1 : 2);
}

}  // namespace

std::string time_text(double seconds) {
    if (!std::isfinite(seconds)) return "-";
    if (seconds >= 0.9995) return three_digits(seconds) + " s";
    if (seconds >= 0.9995e-3) return three_digits(seconds * 1e3) + " ms";
    return three_digits(seconds * 1e6) + " us";
}

std::string milliseconds_text(double seconds) {
    return std::isfinite(seconds) ? three_digits(seconds * 1e3) : "-";
}

std::string ratio_text(double ratio) {
    if (!std::isfinite(ratio)) return "-";
    return fmt::format("{:.{}f}", ratio, std::abs(ratio - 1) < 0.1 ? 3 : 2);
}

std::string percent_text(double part) {
    if (!std::isfinite(part)) return "-";
    const double percent = 100 * part;
    const bool whole = std::abs(percent) >= 10 || std::abs(percent - std::round(percent)) < 0.05;
    return fmt::format("{:.{}f} %", percent, whole ? 0 : 1);
}

std::string count_text(double count) {
    if (!std::isfinite(count)) return "-";
    if (count >= 999.5e6) return three_digits(count / 1e9) + " G";
    if (count >= 999.5e3) return three_digits(count / 1e6) + " M";
    if (count >= 9999.5) return three_digits(count / 1e3) + " k";
    return fmt::format("{:.0f}", count);
}

std::string number_text(double value) { return std::isfinite(value) ? three_digits(value) : "-"; }

std::string flops_text(double flops_per_second) {
    if (!std::isfinite(flops_per_second)) return "-";
    if (flops_per_second >= 999.5e9) return three_digits(flops_per_second / 1e12) + " Tflop/s";
    if (flops_per_second >= 999.5e6) return three_digits(flops_per_second / 1e9) + " Gflop/s";
    return three_digits(flops_per_second / 1e6) + " Mflop/s";
}

std::string rate_text(double bytes_per_second) {
    const std::string count = count_text(bytes_per_second);
    if (count == "-") return count;
    return count + (count.find(' ') == std::string::npos ? " B/s" : "B/s");
}

std::string bytes_text(std::uint64_t bytes) {
    constexpr std::array<const char*, 5> units{"B", "KiB", "MiB", "GiB", "TiB"};
    auto size = static_cast<double>(bytes);
    std::size_t unit = 0;
    while (size >= 1023.5 && unit + 1 < units.size()) {
        size /= 1024;
        ++unit;
    }
    return fmt::format("{} {}", unit == 0 ? fmt::format("{:.0f}", size) : three_digits(size), units[unit]);
}

std::string duration_text(double seconds) {
    if (!std::isfinite(seconds)) return "-";
    if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
    const auto whole = topology::whole<long>(std::round(seconds));
    if (whole < 60) return fmt::format("{} s", whole);
    if (whole < 3600) return fmt::format("{} min {} s", whole / 60, whole % 60);
    return fmt::format("{} h {} min", whole / 3600, whole % 3600 / 60);
}

}  // namespace accelbench::reports
