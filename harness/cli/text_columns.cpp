#include "harness/cli/text_columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "topology/base/visible_text.h"

namespace accelbench::cli {

std::string text_columns(std::vector<std::vector<std::string>> rows, const std::string& align, int indent) {
    for (auto& row : rows)
        for (auto& field : row) field = visible_line(field);
    std::vector<std::size_t> widths(align.size(), 0);
    for (const auto& row : rows) {
        for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], row[c].size());
    }
    std::string text;
    for (const auto& row : rows) {
        std::string line(static_cast<std::size_t>(indent), ' ');
        for (std::size_t c = 0; c < row.size(); ++c) {
            const auto gap = c == 0 ? "" : "  ";
            line += align[c] == 'r' ? fmt::format("{}{:>{}}", gap, row[c], widths[c])
                                    : fmt::format("{}{:<{}}", gap, row[c], widths[c]);
        }
        line.erase(line.find_last_not_of(' ') + 1);
        text += line + '\n';
    }
    return text;
}

std::string bytes_text(double bytes) {
    constexpr std::array kUnits{"bytes", "KiB", "MiB", "GiB", "TiB"};
    std::size_t unit = 0;
    for (; bytes >= 1024 && unit + 1 < kUnits.size(); ++unit) bytes /= 1024;
    const double rounded = std::round(bytes * 10) / 10;
    return rounded == std::floor(rounded) ? fmt::format("{:.0f} {}", rounded, kUnits[unit])
                                          : fmt::format("{:.1f} {}", rounded, kUnits[unit]);
}

}  // namespace accelbench::cli
