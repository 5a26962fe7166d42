#include "topology/policy.h"

#include <algorithm>
#include <array>

#include "topology/far_nodes.h"

namespace accelbench::topology {
namespace {

NodeSet no_nodes(const Machine&) { return {}; }
NodeSet nodes_with_memory(const Machine& machine) { return machine.nodes_with_memory(); }
NodeSet unnamed_nodes(const Machine& machine) { return machine.unnamed_memory_nodes(); }
NodeSet dram_nodes(const Machine& machine) { return machine.dram_nodes(); }

NodeSet anywhere(const Machine&, int) { return {}; }

NodeSet home_memory(const Machine& machine, int home_node) { return {local_memory_node(machine, home_node)}; }

NodeSet all_dram(const Machine& machine, int) { return machine.dram_nodes(); }

/// The home node and the DRAM nodes nearest to it: all of a package under sub-NUMA clustering, all others
/// where every node is equally far.
NodeSet neighbourhood(const Machine& machine, int home_node) {
    auto nodes = home_memory(machine, home_node);
    const auto others = machine.dram_nodes().minus(nodes);
    const auto distance = [&](int node) { return machine.distance(home_node, node); };
    if (others.empty()) return nodes;
    const int nearest = *std::min_element(others.begin(), others.end(),
                                          [&](int a, int b) { return distance(a) < distance(b); });
    for (int node : others) {
        if (distance(node) == distance(nearest)) nodes.insert(node);
    }
    return nodes;
}

/// All that are farthest: which of them is a rank's is decided with all ranks in sight.
NodeSet farthest(const Machine& machine, int home_node) {
    return farthest_nodes(machine, home_node, machine.unnamed_memory_nodes());
}

constexpr std::string_view any_node = "NUMA node with memory";
constexpr std::string_view dram_nodes_text = "NUMA nodes with memory and cpus";

constexpr std::array policy_rows{
    Policy{"baseline", "", "the system's default; ranks are not bound", true, false,
           MemoryMode::system_default, NamesNodes::never, 0, "", no_nodes, anywhere},
    Policy{"local", "", "bound to the rank's own node", true, true, MemoryMode::bind, NamesNodes::never, 1,
           any_node, unnamed_nodes, home_memory, Follows::home},
    Policy{"interleave", "interleaved", "interleaved page by page over all DRAM nodes", true, true,
           MemoryMode::interleave, NamesNodes::several, 2, dram_nodes_text, dram_nodes, all_dram},
    Policy{"remote", "", "bound to a node farthest from the rank's own, shared as under local", true, true,
           MemoryMode::bind, NamesNodes::several, 2, "NUMA nodes with memory", unnamed_nodes, farthest,
           Follows::one_far_target},
    Policy{"preferred", "", "on the rank's own node while it has room, then elsewhere", false, true,
           MemoryMode::preferred, NamesNodes::one, 1, any_node, unnamed_nodes, home_memory, Follows::home},
    Policy{"preferred-many", "", "on the rank's own node and its nearest neighbours while they have room",
           false, true, MemoryMode::preferred_many, NamesNodes::several, 2, dram_nodes_text, dram_nodes,
           neighbourhood},
    Policy{"weighted-interleave", "", "interleaved over all DRAM nodes by the system's weights (Linux 6.9)", false,
           true, MemoryMode::weighted_interleave, NamesNodes::several, 2, dram_nodes_text, dram_nodes, all_dram},
    Policy{"bind", "node", "bound to the named nodes", false, true, MemoryMode::bind,
           NamesNodes::must, 1, any_node, nodes_with_memory, home_memory},
};

}  // namespace

std::span<const Policy> policies() { return policy_rows; }

const Policy* find_policy(std::string_view name_or_alias) {
    for (const Policy& policy : policy_rows) {
        if (policy.name == name_or_alias) return &policy;
        if (!policy.alias.empty() && policy.alias == name_or_alias) return &policy;
    }
    return nullptr;
}

}  // namespace accelbench::topology
