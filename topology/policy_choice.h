#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "topology/policy.h"

namespace accelbench::topology {

/// A policy as it was chosen: its row, the nodes where the user named some, and other choices for classes of
/// allocation.
struct PolicyChoice {
    PolicyChoice(const Policy& chosen, NodeSet named = {}) : row(&chosen), nodes(std::move(named)) {}

    const Policy* row;                                          // of all that `classes` does not name
    NodeSet nodes;                                              // empty: the row's own target
    std::vector<std::pair<std::string, PolicyChoice>> classes;  // "optimizer" -> local

    /// As a user types it: "local", "bind:0-1", "optimizer=remote,rest=interleave" (rest left out when
    /// local).
    std::string name() const;
    bool operator==(const PolicyChoice&) const = default;
};

/// nullopt when this machine can express the choice, else the reason
/// ("remote needs 2 NUMA nodes with memory; this machine has 1").
std::optional<std::string> why_not(const PolicyChoice& choice, const Machine& machine);

/// The same for ranks on these nodes: none may have its remote memory as near as its local one.
std::optional<std::string> why_not_from(const PolicyChoice& choice, const Machine& machine,
                                        const std::vector<int>& home_nodes);

/// What one rank allocates, by class of allocation.
using ClassBytes = std::vector<std::pair<std::string, double>>;

/// Where the memory of each rank goes: `home_nodes` has one node a rank. `memory_bytes` is what a rank
/// allocates, empty where that is not known.
std::vector<MemoryPlan> memory_plans(const PolicyChoice& choice, const Machine& machine,
                                     const std::vector<int>& home_nodes, const ClassBytes& memory_bytes = {});

}  // namespace accelbench::topology
