#include "topology/check_pages.h"

#include <fmt/format.h>

#include <algorithm>

namespace accelbench::topology {
namespace {

std::uint64_t outside(const ObservedBuffer& buffer, const NodeSet& nodes) {
    std::uint64_t sum = 0;
    for (const auto& [node, pages] : buffer.pages_by_node) {
        if (!nodes.contains(node)) sum += pages;
    }
    return sum;
}

/// Base pages alternate strictly. All others may be off by a huge page, since the kernel interleaves in whole
/// ones. What the buffer was given tells which, not its size: that was judged once, when it was placed
/// (keeps_to_base_pages), by the machine's nodes.
std::uint64_t uneven_pages_allowed(const ObservedBuffer& buffer, std::uint64_t page_bytes) {
    const auto chunk = huge_page_bytes / std::max<std::uint64_t>(1, page_bytes);
    return buffer.pages == PageKind::base ? std::min(chunk, 1 + buffer.present() / 100) : chunk;
}

std::uint64_t weight_of(const MemoryBinding& memory, int node) {
    const auto weight = memory.weights.find(node);
    return weight == memory.weights.end() ? 1 : static_cast<std::uint64_t>(std::max(1, weight->second));
}

/// Pages beyond the nodes' shares, which are even but for weights. A round that the buffer's end cuts short
/// may have given a node its whole weight.
std::uint64_t over_share(const ObservedBuffer& buffer, const MemoryBinding& memory, std::uint64_t tolerance) {
    std::uint64_t round = 0;
    for (int node : memory.nodes) round += weight_of(memory, node);
    std::uint64_t sum = 0;
    for (const auto& [node, pages] : buffer.pages_by_node) {
        const auto weight = weight_of(memory, node);
        const auto most = (buffer.present() * weight + round - 1) / round + tolerance * weight;
        if (memory.nodes.contains(node) && pages > most) sum += pages - most;
    }
    return sum;
}

bool deals_pages(const MemoryBinding& memory) {
    return memory.mode == MemoryMode::interleave || memory.mode == MemoryMode::weighted_interleave;
}

std::uint64_t misplaced_pages(const ObservedBuffer& buffer, const MemoryBinding& memory,
                              std::uint64_t page_bytes) {
    if (memory.mode == MemoryMode::system_default) return 0;
    const auto strayed = outside(buffer, memory.nodes);
    if (!deals_pages(memory)) return strayed;
    return strayed + over_share(buffer, memory, uneven_pages_allowed(buffer, page_bytes));
}

std::string misplaced_text(std::uint64_t misplaced, std::uint64_t pages, const std::string& whose,
                           const MemoryBinding& memory, double required) {
    const double placed = 1.0 - static_cast<double>(misplaced) / static_cast<double>(pages);
    if (placed >= required) return "";
    return fmt::format(
        "{} of {} pages{} are not where {} on nodes {} puts them ({:.1f} % are, {:.1f} % required)",
        misplaced, pages, whose, to_string(memory.mode), memory.nodes.to_string(), 100 * placed,
        100 * required);
}

struct ClassCount {
    std::uint64_t pages = 0;
    std::uint64_t misplaced = 0;
};

/// Each class is held to its own binding: a small one on the wrong node would vanish in the sum.
std::map<std::string, ClassCount> count_pages(const Observed& observed, const MemoryPlan& memory,
                                              PlacementCheck& check) {
    std::map<std::string, ClassCount> counts;
    for (const ObservedBuffer& buffer : observed.buffers) {
        const auto name = memory_class_of(buffer.name);
        const auto misplaced = misplaced_pages(buffer, memory.of(name), observed.page_bytes);
        auto& count = counts[memory.by_class.contains(name) ? std::string(name) : ""];
        count.pages += buffer.present();
        count.misplaced += misplaced;
        check.pages += buffer.present();
        check.misplaced_pages += misplaced;
    }
    return counts;
}

}  // namespace

std::string check_pages(const Observed& observed, const MemoryPlan& memory, double required,
                        PlacementCheck& check) {
    const auto counts = count_pages(observed, memory, check);
    if (memory.mode == MemoryMode::system_default) return "";
    if (observed.method.starts_with("none")) {
        return fmt::format("can't find out where the pages are ({})", observed.method);
    }
    if (observed.buffers.empty()) return "";
    if (check.pages == 0) return "no page of any buffer has been touched";
    for (const auto& [name, count] : counts) {
        const auto whose = name.empty() ? "" : fmt::format(" of {}", name);
        const auto text =
            count.pages == 0 ? std::string()
                             : misplaced_text(count.misplaced, count.pages, whose, memory.of(name), required);
        if (!text.empty()) return text;
    }
    return "";
}

}  // namespace accelbench::topology
