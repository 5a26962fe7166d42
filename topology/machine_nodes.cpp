
#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <tuple>

#include "topology/machine_hwloc.h"

namespace accelbench::topology {
namespace {

/// Memory that the kernel shows as a node without cpus, by hwloc's name for it. A rank's home is ordinary
/// memory.
bool is_special_memory(hwloc_obj_t node) {
    static const std::array<std::string, 7> special_subtypes{"HBM", "MCDRAM", "CXL", "NVM",
                                                             "SPM", "GPUMemory", "CXL-DRAM"};
    return node->subtype != nullptr &&
           std::find(special_subtypes.begin(), special_subtypes.end(), node->subtype) != special_subtypes.end();
}

/// hwloc gives a CPU-less node (CXL, HBM) the cpus of the part of the machine that it is attached to, which
/// may be all of them. Taken literally, `local` could bind a rank to CXL memory. A cpu's own node is the most
/// specific one, then ordinary memory, then the lowest index.
hwloc_obj_t own_node(hwloc_topology_t topology, hwloc_obj_t pu) {
    hwloc_obj_t best = nullptr;
    const auto rank = [](hwloc_obj_t node) {
        return std::tuple(hwloc_bitmap_weight(node->cpuset), is_special_memory(node), node->os_index);
    };
    for (hwloc_obj_t node : objects_of(topology, HWLOC_OBJ_NUMANODE)) {
        if (!hwloc_bitmap_isset(node->cpuset, pu->os_index)) continue;
        if (best == nullptr || rank(node) < rank(best)) best = node;
    }
    return best;
}

std::map<int, CpuSet> all_cpus_by_node(hwloc_topology_t topology) {
    std::map<int, std::vector<int>> lists;
    for (hwloc_obj_t pu : objects_of(topology, HWLOC_OBJ_PU)) {
        if (hwloc_obj_t node = own_node(topology, pu); node != nullptr) {
            lists[static_cast<int>(node->os_index)].push_back(static_cast<int>(pu->os_index));
        }
    }
    std::map<int, CpuSet> cpus;
    for (auto& [node, list] : lists) cpus.emplace(node, CpuSet(std::move(list)));
    return cpus;
}

/// A synthetic description like "pack:2 [numa] core:4" names no sizes: zero then means unsaid, not none.
bool sizes_are_said(hwloc_topology_t topology) {
    const auto nodes = objects_of(topology, HWLOC_OBJ_NUMANODE);
    return std::any_of(nodes.begin(), nodes.end(),
                       [](hwloc_obj_t node) { return node->attr->numanode.local_memory > 0; });
}

bool is_gpu_memory(hwloc_obj_t node) {
    return node->subtype != nullptr && std::string_view(node->subtype) == "GPUMemory";
}

int all_offline_cpus(hwloc_topology_t topology) {
    hwloc_obj_t root = hwloc_get_root_obj(topology);
    return hwloc_bitmap_weight(root->complete_cpuset) - hwloc_bitmap_weight(root->cpuset);
}

/// A file of hwloc's doesn't say whose the offline cpus are. Where they are as many as a node has, a node of
/// plain memory without cpus is taken for theirs.
bool may_have_lost_its_cpus(hwloc_topology_t topology, hwloc_obj_t node,
                            const std::map<int, CpuSet>& cpus_by_node) {
    if (is_special_memory(node) || cpus_by_node.empty()) return false;
    const auto fewest = std::min_element(cpus_by_node.begin(), cpus_by_node.end(), [](auto& a, auto& b) {
        return a.second.size() < b.second.size();
    });
    return all_offline_cpus(topology) >= fewest->second.size();
}

/// A node that the cgroup's cpuset.mems forbids has no memory for us, whatever its size.
MemoryKind kind_of(hwloc_topology_t topology, hwloc_obj_t node, bool has_cpus) {
    const bool allowed =
        hwloc_bitmap_isset(hwloc_topology_get_allowed_nodeset(topology), node->os_index) != 0;
    const bool empty = node->attr->numanode.local_memory == 0 && sizes_are_said(topology);
    if (!allowed || empty) return MemoryKind::none;
    if (is_gpu_memory(node)) return MemoryKind::gpu;
    return has_cpus ? MemoryKind::dram : MemoryKind::other;
}

std::vector<std::vector<std::uint64_t>> default_matrix(std::size_t nodes) {
    std::vector<std::vector<std::uint64_t>> matrix(nodes, std::vector<std::uint64_t>(nodes, 20));
    for (std::size_t i = 0; i < nodes; ++i) matrix[i][i] = 10;
    return matrix;
}

/// Row of a distance object's i-th node in `nodes`; nodes.size() when it is not there.
std::size_t position_of(const std::vector<NumaNode>& nodes, hwloc_obj_t object) {
    if (object == nullptr) return nodes.size();
    const auto at = std::find_if(nodes.begin(), nodes.end(), [&](const NumaNode& node) {
        return node.index == static_cast<int>(object->os_index);
    });
    return static_cast<std::size_t>(at - nodes.begin());
}

}  // namespace

std::vector<NumaNode> read_nodes(hwloc_topology_t topology, const CpuSet& usable) {
    const auto all_cpus = all_cpus_by_node(topology);
    std::vector<NumaNode> nodes;
    for (hwloc_obj_t object : objects_of(topology, HWLOC_OBJ_NUMANODE)) {
        const auto index = static_cast<int>(object->os_index);
        const auto cpus = all_cpus.find(index);
        const bool has_cpus = cpus != all_cpus.end();
        const bool as_dram = has_cpus || may_have_lost_its_cpus(topology, object, all_cpus);
        nodes.push_back({index, has_cpus ? cpus->second.intersect(usable) : CpuSet{},
                         object->attr->numanode.local_memory, kind_of(topology, object, as_dram)});
        if (has_cpus) nodes.back().hidden_cpus = cpus->second.minus(usable);
    }
    std::sort(nodes.begin(), nodes.end(),
              [](const NumaNode& a, const NumaNode& b) { return a.index < b.index; });
    return nodes;
}

std::vector<std::vector<std::uint64_t>> read_distances(hwloc_topology_t topology,
                                                       const std::vector<NumaNode>& nodes) {
    unsigned found = 1;
    hwloc_distances_s* distances = nullptr;
    // "NUMALatency" is what hwloc calls the firmware's SLIT; bandwidth matrices and users' own must not be
    // taken for it.
    if (hwloc_distances_get_by_name(topology, "NUMALatency", &found, &distances, 0) != 0 || found == 0)
        return {};
    auto matrix = default_matrix(nodes.size());
    for (unsigned i = 0; i < distances->nbobjs; ++i) {
        for (unsigned j = 0; j < distances->nbobjs; ++j) {
            const auto row = position_of(nodes, distances->objs[i]);
            const auto column = position_of(nodes, distances->objs[j]);
            if (row == nodes.size() || column == nodes.size()) continue;
            matrix[row][column] = distances->values[i * distances->nbobjs + j];
        }
    }
    hwloc_distances_release(topology, distances);
    return matrix;
}

}  // namespace accelbench::topology
