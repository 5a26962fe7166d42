#include "harness/cli/text_columns.h"

#include <fmt/format.h>

#include <algorithm>

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

}  // namespace accelbench::cli
