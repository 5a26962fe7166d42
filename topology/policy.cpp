#include "topology/policy.h"

#include <fmt/format.h>

#include <array>

namespace accelbench::topology {
namespace {

NodeSet no_nodes(const Machine&) { return {}; }
NodeSet nodes_with_memory(const Machine& machine) { return machine.nodes_with_memory(); }
NodeSet dram_nodes(const Machine& machine) { return machine.dram_nodes(); }

NodeSet anywhere(const Machine&, int) { return {}; }

/// The home node, or the nearest node with memory when a cpu node has none of its own (ties: lowest index).
NodeSet home_memory(const Machine& machine, int home_node) {
    const auto candidates = machine.nodes_with_memory();
    if (candidates.empty() || candidates.contains(home_node)) return {home_node};
    int nearest = candidates.first();
    for (int node : candidates) {
        if (machine.distance(home_node, node) < machine.distance(home_node, nearest)) nearest = node;
    }
    return {nearest};
}

NodeSet all_dram(const Machine& machine, int) { return machine.dram_nodes(); }

/// The node with memory farthest from `home_node`, but never the one that `local` uses: a cpu node without
/// memory may see all others at one distance, and remote would then measure local.
NodeSet farthest(const Machine& machine, int home_node) {
    const auto others = machine.nodes_with_memory().minus(home_memory(machine, home_node));
    if (others.empty()) return {home_node};
    int farthest = others.first();
    for (int node : others) {
        if (machine.distance(home_node, node) > machine.distance(home_node, farthest)) farthest = node;
    }
    return {farthest};
}

constexpr std::string_view kShare = "rank bound to its own share of one node's cpus";

constexpr std::array kPolicies{
    Policy{"baseline", "", "not bound, not placed: whatever the system does today",
           "the system's default policy", false, MemoryMode::system_default, 0, "", no_nodes, anywhere},
    Policy{"local", "", kShare, "bound to that node", true, MemoryMode::bind, 1, "NUMA node with memory",
           nodes_with_memory, home_memory},
    Policy{"interleave", "interleaved", kShare, "interleaved over all DRAM nodes", true,
           MemoryMode::interleave, 2, "NUMA nodes with memory and cpus", dram_nodes, all_dram},
    Policy{"remote", "", kShare, "bound to the farthest node with memory", true,
           MemoryMode::bind, 2, "NUMA nodes with memory", nodes_with_memory, farthest},
};

constexpr std::array<std::string_view, 3> kModeNames{"default", "bind", "interleave"};

}  // namespace

std::string_view to_string(MemoryMode mode) { return kModeNames[static_cast<std::size_t>(mode)]; }

std::optional<MemoryMode> memory_mode_from(std::string_view name) {
    for (std::size_t i = 0; i < kModeNames.size(); ++i) {
        if (kModeNames[i] == name) return static_cast<MemoryMode>(i);
    }
    return std::nullopt;
}

std::span<const Policy> policies() { return kPolicies; }

const Policy* find_policy(std::string_view name_or_alias) {
    for (const Policy& policy : kPolicies) {
        if (policy.name == name_or_alias) return &policy;
        if (!policy.alias.empty() && policy.alias == name_or_alias) return &policy;
    }
    return nullptr;
}

std::optional<std::string> why_not(const Policy& policy, const Machine& machine) {
    const int has = policy.candidates(machine).size();
    if (has >= policy.needs_nodes) return std::nullopt;
    return fmt::format("{} needs {} {}; this machine has {}", policy.name, policy.needs_nodes,
                       policy.needs_what, has);
}

}  // namespace accelbench::topology
