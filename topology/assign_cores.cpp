#include "topology/assign_cores.h"

#include <algorithm>
#include <tuple>

namespace accelbench::topology {
namespace {

int node_of_cpu(const std::vector<NumaNode>& nodes, int cpu) {
    for (const NumaNode& node : nodes) {
        if (node.cpus.contains(cpu)) return node.index;
    }
    return -1;
}

}  // namespace

void assign_cores(std::vector<Core>& cores, const std::vector<NumaNode>& nodes) {
    for (Core& core : cores) core.node = node_of_cpu(nodes, core.cpus.first());
    std::sort(cores.begin(), cores.end(), [](const Core& a, const Core& b) {
        return std::tuple(a.node, a.package, a.cpus.first()) < std::tuple(b.node, b.package, b.cpus.first());
    });
}

}  // namespace accelbench::topology
