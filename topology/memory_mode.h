#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "topology/base/index_set.h"
#include "topology/page_kind.h"

namespace accelbench::topology {

/// Linux' memory policies. `preferred` takes the nodes in order while they have room, `preferred_many` any of
/// several; both spill elsewhere where `bind` fails. `weighted_interleave` deals pages by the nodes' weights.
enum class MemoryMode {
    system_default,
    bind,
    interleave,
    preferred,
    preferred_many,
    weighted_interleave
};

std::string_view to_string(
    MemoryMode mode);  // "default", "bind", ..., "preferred-many", "weighted-interleave"
std::optional<MemoryMode> memory_mode_from(std::string_view name);

/// The first Linux that has the mode, "Linux 6.9"; "" when all have it.
std::string_view since(MemoryMode mode);

/// Where pages may go, and of what kind they are: `nodes` is empty for system_default.
struct MemoryBinding {
    MemoryMode mode = MemoryMode::system_default;
    NodeSet nodes;
    std::map<int, int> weights;  // weighted_interleave: pages that each node gets in one round
    PageKind pages = PageKind::system;

    MemoryBinding() = default;
    MemoryBinding(MemoryMode chosen, NodeSet where, std::map<int, int> by_weight = {})
        : mode(chosen), nodes(std::move(where)), weights(std::move(by_weight)) {}
    bool operator==(const MemoryBinding&) const = default;
};

/// One binding for all memory of a rank, and others for classes of allocation ("weights", "optimizer").
struct MemoryPlan : MemoryBinding {
    std::map<std::string, MemoryBinding, std::less<>> by_class;

    using MemoryBinding::MemoryBinding;
    MemoryPlan() = default;
    explicit MemoryPlan(MemoryBinding rest) : MemoryBinding(std::move(rest)) {}
    const MemoryBinding& of(std::string_view memory_class) const;
    /// All of it in pages of one kind.
    void use_pages(PageKind kind);
    /// The same places for memory beside the timed work (answer checks): not from the pool of huge pages,
    /// which was counted out for the work.
    MemoryPlan aside() const;
    bool operator==(const MemoryPlan&) const = default;
};

/// "optimizer" of a buffer called "optimizer/first moment": what stands before the slash.
std::string_view memory_class_of(std::string_view buffer_name);

/// The part of the pages that `node` gets: 1 / nodes, or by weight; 0 when it is none of the binding's.
double share_of(const MemoryBinding& memory, int node);

/// "interleave 0-3", "weighted-interleave 0-1 (3:1)", "default".
std::string to_string(const MemoryBinding& memory);

}  // namespace accelbench::topology
