#include "harness/plan/pages.h"

#include <fmt/format.h>

#include <algorithm>

#include "topology/transparent_pages.h"

namespace accelbench::plan {
namespace {

using topology::PageKind;

/// What all ranks of a machine take, by node. Each buffer is whole pages.
std::map<int, double> pool_pages(const reports::Cell& cell, const MemoryBytes& memory_bytes) {
    MemoryBytes whole;
    for (const auto& [memory_class, bytes] : poolable(memory_bytes))
        whole.emplace_back(memory_class,
                           static_cast<double>(topology::huge_pages_for(static_cast<std::size_t>(bytes))));
    return wanted_by_node(cell, whole);
}

}  // namespace

std::vector<PageKind> page_kinds_of(const SweepOptions& options, const Surroundings& around) {
    std::vector<PageKind> kinds;
    for (const auto& row : topology::page_kinds())
        if (std::find(options.pages.begin(), options.pages.end(), row.kind) != options.pages.end())
            kinds.push_back(row.kind);
    if (!kinds.empty()) return kinds;
    const bool transparent = topology::why_no_transparent_pages(around.environment).empty();
    return {transparent ? PageKind::transparent_huge : PageKind::base};
}

std::string why_no_pages(const reports::Cell& cell, const Surroundings& around,
                         const MemoryBytes& memory_bytes) {
    if (!around.machine.is_this_system || cell.placement.empty()) return "";
    const auto kind = cell.placement.front().memory.pages;
    const auto& environment = around.environment;
    if (kind == PageKind::transparent_huge) return topology::why_no_transparent_pages(environment);
    if (kind == PageKind::huge)
        return topology::why_pool_is_short(environment.huge_pages, pool_pages(cell, memory_bytes));
    return "";
}

}  // namespace accelbench::plan
