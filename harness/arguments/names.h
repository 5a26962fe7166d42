#pragma once

#include <string>
#include <vector>

namespace accelbench::arguments {

/// Of the rows of a table, in its order.
template <class Rows>
std::vector<std::string> names_of(const Rows& rows) {
    std::vector<std::string> names;
    for (const auto& row : rows) names.emplace_back(row.name);
    return names;
}

/// The text itself; throws Failure(usage), with what is near, unless it is one of `known`. `what` is what
/// they name: "kernel".
const std::string& one_of(const std::vector<std::string>& known, const std::string& option,
                          const std::string& what, const std::string& text);

}  // namespace accelbench::arguments
