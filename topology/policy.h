#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "topology/machine.h"

namespace accelbench::topology {

enum class MemoryMode { system_default, bind, interleave };

/// Where pages may go: `nodes` is empty for system_default.
struct MemoryBinding {
    MemoryMode mode = MemoryMode::system_default;
    NodeSet nodes;
    bool operator==(const MemoryBinding&) const = default;
};

std::string_view to_string(MemoryMode mode);  // "default" | "bind" | "interleave"
std::optional<MemoryMode> memory_mode_from(std::string_view name);

/// One row of the policy table. Adding a policy is adding a row.
struct Policy {
    std::string_view name;
    std::string_view alias;  // "" when there is none
    std::string_view cpus_help;
    std::string_view memory_help;
    bool binds_cpus = false;
    MemoryMode mode = MemoryMode::system_default;
    int needs_nodes = 0;                               // how many of the nodes that `candidates` names
    std::string_view needs_what;                       // "NUMA nodes with memory", for the reason
    NodeSet (*candidates)(const Machine&);             // the nodes that the policy chooses from
    NodeSet (*target)(const Machine&, int home_node);  // where the pages of a rank at home_node go
};

std::span<const Policy> policies();
const Policy* find_policy(std::string_view name_or_alias);
/// nullopt when this machine can express the policy, else the reason
/// ("remote needs 2 NUMA nodes with memory; this machine has 1").
std::optional<std::string> why_not(const Policy& policy, const Machine& machine);

}  // namespace accelbench::topology
