#include "topology/audit/node_text.h"

#include <fmt/format.h>

#include <algorithm>

#include "topology/base/sizes.h"

namespace accelbench::topology {
namespace {

constexpr std::size_t most_listed = 4;

std::string or_none(std::uint64_t bytes) {
    return bytes == 0 ? "none" : size_text(static_cast<double>(bytes));
}

}  // namespace

std::string bytes_by_node_text(const std::map<int, std::uint64_t>& bytes) {
    if (bytes.empty()) return "none";
    const auto [least, most] = std::minmax_element(
        bytes.begin(), bytes.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (bytes.size() > 1 && or_none(least->second) == or_none(most->second))
        return fmt::format("{} on each of {} nodes", or_none(most->second), bytes.size());
    if (bytes.size() > most_listed)
        return fmt::format("{} (node {}) to {} (node {}) on {} nodes", or_none(least->second), least->first,
                           or_none(most->second), most->first, bytes.size());
    std::string text;
    for (const auto& [node, size] : bytes)
        text += fmt::format("{}node {}: {}", text.empty() ? "" : ", ", node, or_none(size));
    return text;
}

}  // namespace accelbench::topology
