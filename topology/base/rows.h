#pragma once

#include <algorithm>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace accelbench {

/// Tables of what there is have rows with a `name`: kernels, policies, launchers, formats.

/// In their order: for help, and for "did you mean" (suggest.h).
template <class Rows>
std::vector<std::string> names_of(const Rows& rows) {
    std::vector<std::string> names;
    for (const auto& row : rows) names.emplace_back(row.name);
    return names;
}

/// The row of that name; nullptr when there is none. The table must outlive it.
template <class Rows>
const auto* find_row(const Rows& rows, std::string_view name) {
    const auto found =
        std::find_if(std::begin(rows), std::end(rows), [&](const auto& row) { return row.name == name; });
    return found == std::end(rows) ? nullptr : &*found;
}

}  // namespace accelbench
