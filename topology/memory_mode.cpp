#include "topology/memory_mode.h"

#include <fmt/format.h>

#include <array>

#include "topology/base/rows.h"

namespace accelbench::topology {
namespace {

struct ModeRow {
    MemoryMode mode;
    std::string_view name;
    std::string_view since;
};

/// In the order of the enumeration.
constexpr std::array modes{
    ModeRow{MemoryMode::system_default, "default", ""},
    ModeRow{MemoryMode::bind, "bind", ""},
    ModeRow{MemoryMode::interleave, "interleave", ""},
    ModeRow{MemoryMode::preferred, "preferred", ""},
    ModeRow{MemoryMode::preferred_many, "preferred-many", "Linux 5.15"},
    ModeRow{MemoryMode::weighted_interleave, "weighted-interleave", "Linux 6.9"},
};

const ModeRow& row_of(MemoryMode mode) { return modes.at(static_cast<std::size_t>(mode)); }

}  // namespace

std::string_view to_string(MemoryMode mode) { return row_of(mode).name; }

std::string_view since(MemoryMode mode) { return row_of(mode).since; }

std::optional<MemoryMode> memory_mode_from(std::string_view name) {
    const auto* row = find_row(modes, name);
    return row == nullptr ? std::nullopt : std::optional(row->mode);
}

const MemoryBinding& MemoryPlan::of(std::string_view memory_class) const {
    const auto at = by_class.find(memory_class);
    return at == by_class.end() ? *this : at->second;
}

void MemoryPlan::use_pages(PageKind kind) {
    pages = kind;
    for (auto& [memory_class, memory] : by_class) memory.pages = kind;
}

MemoryPlan MemoryPlan::aside() const {
    MemoryPlan plan = *this;
    if (pages == PageKind::huge) plan.use_pages(PageKind::transparent_huge);
    return plan;
}

std::string_view memory_class_of(std::string_view buffer_name) {
    return buffer_name.substr(0, buffer_name.find('/'));
}

double share_of(const MemoryBinding& memory, int node) {
    if (!memory.nodes.contains(node)) return 0;
    const auto weight = [&](int index) {
        const auto at = memory.weights.find(index);
        return at == memory.weights.end() ? 1.0 : at->second;
    };
    double sum = 0;
    for (int index : memory.nodes) sum += weight(index);
    return weight(node) / sum;
}

std::string to_string(const MemoryBinding& memory) {
    if (memory.mode == MemoryMode::system_default) return "default";
    std::string weights;
    for (const auto& [node, weight] : memory.weights)
        weights += fmt::format("{}{}", weights.empty() ? " (" : ":", weight);
    if (!weights.empty()) weights += ")";
    return fmt::format("{} {}{}", to_string(memory.mode), memory.nodes.to_string(), weights);
}

}  // namespace accelbench::topology
