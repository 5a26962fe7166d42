#include "topology/verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "topology/observe_pages.h"
#include "topology/observe_threads.h"

namespace accelbench::topology {
namespace {

/// The kernel interleaves in whole transparent huge pages: one node may hold one such chunk more than another
/// without anything being out of place.
constexpr std::uint64_t kInterleaveChunkBytes = std::uint64_t{2} << 20;

std::uint64_t present_pages(const ObservedBuffer& buffer) {
    std::uint64_t sum = 0;
    for (const auto& [node, pages] : buffer.pages_by_node) sum += pages;
    return sum;
}

std::uint64_t outside(const ObservedBuffer& buffer, const NodeSet& nodes) {
    std::uint64_t sum = 0;
    for (const auto& [node, pages] : buffer.pages_by_node) {
        if (!nodes.contains(node)) sum += pages;
    }
    return sum;
}

/// Base pages of a small buffer alternate strictly; only a large one may be off by a huge page.
std::uint64_t uneven_pages_allowed(const ObservedBuffer& buffer, const NodeSet& nodes,
                                   std::uint64_t page_bytes) {
    const auto pages = present_pages(buffer);
    const auto chunk = kInterleaveChunkBytes / std::max<std::uint64_t>(1, page_bytes);
    return keeps_to_base_pages(pages * page_bytes, nodes.size()) ? 1 + pages / 100 : chunk;
}

std::uint64_t over_even_share(const ObservedBuffer& buffer, const NodeSet& nodes, std::uint64_t tolerance) {
    const auto count = static_cast<std::uint64_t>(std::max(1, nodes.size()));
    const std::uint64_t most = (present_pages(buffer) + count - 1) / count + tolerance;
    std::uint64_t sum = 0;
    for (const auto& [node, pages] : buffer.pages_by_node) {
        if (nodes.contains(node) && pages > most) sum += pages - most;
    }
    return sum;
}

void count_pages(const Observed& observed, const MemoryBinding& memory, PlacementCheck& check) {
    for (const ObservedBuffer& buffer : observed.buffers) {
        check.pages += present_pages(buffer);
        if (memory.mode == MemoryMode::system_default) continue;
        check.misplaced_pages += outside(buffer, memory.nodes);
        if (memory.mode != MemoryMode::interleave) continue;
        const auto tolerance = uneven_pages_allowed(buffer, memory.nodes, observed.page_bytes);
        check.misplaced_pages += over_even_share(buffer, memory.nodes, tolerance);
    }
}

std::string pages_reason(const Observed& observed, const MemoryBinding& memory, double required,
                         const PlacementCheck& check) {
    if (memory.mode == MemoryMode::system_default) return "";
    if (observed.method.starts_with("none")) {
        return fmt::format("can't tell where the pages are ({})", observed.method);
    }
    if (observed.buffers.empty()) return "";
    if (check.pages == 0) return "no page of any buffer has been touched";
    const double placed = 1.0 - static_cast<double>(check.misplaced_pages) / static_cast<double>(check.pages);
    if (placed >= required) return "";
    return fmt::format(
        "{} of {} pages are not where {} on nodes {} puts them ({:.1f} % are, {:.1f} % required)",
        check.misplaced_pages, check.pages, to_string(memory.mode), memory.nodes.to_string(), 100 * placed,
        100 * required);
}

std::string count_threads(const Observed& observed, const CpuSet& cpus, PlacementCheck& check) {
    std::string reason;
    check.threads = static_cast<int>(observed.threads.size());
    if (cpus.empty()) return reason;
    for (const ObservedThread& thread : observed.threads) {
        if (thread.allowed.is_subset_of(cpus)) continue;
        ++check.misplaced_threads;
        if (!reason.empty()) continue;
        reason = fmt::format("thread {} ({}) may run on cpus {}, outside of {}", thread.tid, thread.name,
                             thread.allowed.to_string(), cpus.to_string());
    }
    if (check.misplaced_threads > 1)
        reason += fmt::format(", and {} more threads", check.misplaced_threads - 1);
    return reason;
}

}  // namespace

Observed observe(std::span<const NumaBuffer* const> buffers) {
    Observed observed;
    observe_pages(buffers, observed);
    observed.threads = observe_threads();
    return observed;
}

PlacementCheck check_placement(const Observed& observed, const RankPlacement& asked, double required) {
    PlacementCheck check;
    count_pages(observed, asked.memory, check);
    const auto threads = count_threads(observed, asked.cpus, check);
    const auto pages = pages_reason(observed, asked.memory, required, check);
    check.reason = pages + (pages.empty() || threads.empty() ? "" : "; ") + threads;
    return check;
}

}  // namespace accelbench::topology
