#include "topology/base/sizes.h"

#include <fmt/format.h>

#include <array>
#include <cmath>

namespace accelbench {

std::string size_text(double bytes) {
    constexpr std::array units{"bytes", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    for (; bytes >= 1024 && unit + 1 < units.size(); ++unit) bytes /= 1024;
    const double rounded = std::round(bytes * 10) / 10;
    return fmt::format("{:.{}f} {}", rounded, rounded == std::floor(rounded) ? 0 : 1, units[unit]);
}

}  // namespace accelbench
