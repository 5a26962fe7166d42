#include <algorithm>
#include <iterator>

#include "topology/assign_cores.h"
#include "topology/kernel_nodes.h"

namespace accelbench::topology {
namespace {

NumaNode& node_for(Machine& machine, const KernelNode& kernel) {
    const auto at = std::find_if(machine.nodes.begin(), machine.nodes.end(),
                                 [&](const NumaNode& node) { return node.index >= kernel.index; });
    if (at != machine.nodes.end() && at->index == kernel.index) return *at;
    NumaNode node;
    node.index = kernel.index;
    node.memory_bytes = kernel.memory_bytes;
    node.from_kernel = true;
    return *machine.nodes.insert(at, node);
}

MemoryKind kind_of(const NumaNode& shown, const KernelNode& kernel) {
    const bool none = shown.from_kernel ? !kernel.has_memory : shown.kind == MemoryKind::none;
    if (none) return MemoryKind::none;
    if (kernel.is_gpu || shown.kind == MemoryKind::gpu) return MemoryKind::gpu;
    const bool any_cpus = !kernel.own_cpus.empty() || !kernel.listed_cpus.empty();
    return any_cpus ? MemoryKind::dram : MemoryKind::other;
}

void take_cpus(Machine& machine, NumaNode& node, const KernelNode& kernel, const CpuSet& owned_by_any) {
    node.cpus = node.cpus.minus(owned_by_any);
    node.cpus.insert(kernel.own_cpus.intersect(machine.cpus));
    node.hidden_cpus = node.hidden_cpus.minus(owned_by_any);
    node.hidden_cpus.insert(kernel.own_cpus.intersect(machine.hidden_cpus));
    node.offline_cpus = kernel.own_cpus.intersect(machine.offline_cpus);
    node.shared_cpus = kernel.listed_cpus.minus(kernel.own_cpus);
}

std::uint64_t kernel_distance(const KernelMachine& kernel, int from, int to) {
    const auto position = [&](int index) {
        const auto at = std::find_if(kernel.nodes.begin(), kernel.nodes.end(),
                                     [&](const KernelNode& node) { return node.index == index; });
        return static_cast<std::size_t>(std::distance(kernel.nodes.begin(), at));
    };
    const auto row = position(from), column = position(to);
    const bool said = row < kernel.nodes.size() && column < kernel.nodes[row].distances.size();
    if (said) return kernel.nodes[row].distances[column];
    return from == to ? 10 : 20;
}

void take_distances(Machine& machine, const KernelMachine& kernel) {
    machine.distances.clear();
    for (const NumaNode& from : machine.nodes) {
        auto& row = machine.distances.emplace_back();
        for (const NumaNode& to : machine.nodes)
            row.push_back(kernel_distance(kernel, from.index, to.index));
    }
}

bool says_distances(const KernelMachine& kernel) {
    return kernel.nodes.size() > 1 &&
           std::all_of(kernel.nodes.begin(), kernel.nodes.end(), [&](const KernelNode& node) {
               return node.distances.size() == kernel.nodes.size();
           });
}

}  // namespace

void complete_from_kernel(Machine& machine, const KernelMachine& kernel) {
    if (!kernel.present_cpus.empty())
        machine.offline_cpus = kernel.present_cpus.minus(kernel.online_cpus).minus(machine.cpus);
    machine.isolated_cpus = kernel.isolated_cpus;
    machine.tickless_cpus = kernel.tickless_cpus;
    CpuSet owned;
    for (const KernelNode& node : kernel.nodes) owned.insert(node.own_cpus);
    bool added = false;
    for (const KernelNode& from : kernel.nodes) {
        const bool anything = from.has_memory || from.memory_bytes > 0 || !from.own_cpus.empty();
        if (!anything && machine.find_node(from.index) == nullptr) continue;
        NumaNode& node = node_for(machine, from);
        take_cpus(machine, node, from, owned);
        node.kind = kind_of(node, from);
        added = added || node.from_kernel;
    }
    assign_cores(machine.cores, machine.nodes);
    name_initiators(machine);
    if (says_distances(kernel) && (added || machine.distances.empty())) take_distances(machine, kernel);
}

}  // namespace accelbench::topology
