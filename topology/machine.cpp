#include "topology/machine.h"

#include <algorithm>
#include <tuple>

namespace accelbench::topology {
namespace {

constexpr std::uint64_t local_distance = 10;
constexpr std::uint64_t unknown_distance = 20;  // Linux' REMOTE_DISTANCE: what it assumes without a SLIT

template <class Keep>
NodeSet nodes_that(const std::vector<NumaNode>& nodes, Keep keep) {
    NodeSet set;
    for (const NumaNode& node : nodes) {
        if (keep(node)) set.insert(node.index);
    }
    return set;
}

/// The one node that has usable cpus among `cpus`; -1 when several have, or none.
int node_of(const std::vector<NumaNode>& nodes, const CpuSet& cpus) {
    int found = -1;
    for (const NumaNode& node : nodes) {
        if (node.cpus.intersect(cpus).empty()) continue;
        if (found >= 0) return -1;
        found = node.index;
    }
    return found;
}

}  // namespace

const NumaNode* Machine::find_node(int index) const {
    const auto at =
        std::find_if(nodes.begin(), nodes.end(), [&](const NumaNode& node) { return node.index == index; });
    return at == nodes.end() ? nullptr : &*at;
}

NodeSet Machine::nodes_with_cpus() const {
    return nodes_that(nodes, [](const NumaNode& node) { return !node.cpus.empty(); });
}

NodeSet Machine::nodes_with_memory() const {
    return nodes_that(nodes, [](const NumaNode& node) { return node.kind != MemoryKind::none; });
}

NodeSet Machine::unnamed_memory_nodes() const {
    return nodes_that(nodes, [](const NumaNode& node) {
        return node.kind == MemoryKind::dram || node.kind == MemoryKind::other;
    });
}

NodeSet Machine::dram_nodes() const {
    return nodes_that(nodes, [](const NumaNode& node) { return node.kind == MemoryKind::dram; });
}

std::uint64_t Machine::distance(int from, int to) const {
    const NumaNode* row = find_node(from);
    const NumaNode* column = find_node(to);
    if (distances.empty() || !distance_trouble.empty() || row == nullptr || column == nullptr) {
        return from == to ? local_distance : unknown_distance;
    }
    return distances.at(static_cast<std::size_t>(row - nodes.data()))
        .at(static_cast<std::size_t>(column - nodes.data()));
}

int Machine::farthest_memory_node(int from) const {
    int farthest = from;
    for (int node : unnamed_memory_nodes()) {
        if (node == from) continue;
        if (farthest == from || distance(from, node) > distance(from, farthest)) farthest = node;
    }
    return farthest;
}

void name_initiators(Machine& machine) {
    for (auto& entry : machine.memory_performance)
        entry.initiator_node = node_of(machine.nodes, entry.initiator_cpus);
    const auto order = [](const MemoryPerformance& entry) {
        return std::tuple(entry.target_node, entry.initiator_node, entry.initiator_cpus.to_string());
    };
    std::sort(machine.memory_performance.begin(), machine.memory_performance.end(),
              [&](const auto& a, const auto& b) { return order(a) < order(b); });
}

}  // namespace accelbench::topology
