#pragma once

#include <hwloc.h>

#include <memory>
#include <string>
#include <vector>

#include "topology/machine.h"

namespace accelbench::topology {

/// Internal: only the machine_*.cpp files, which turn hwloc's tree into a Machine, may include this.
struct TopologyDestroyer {
    void operator()(hwloc_topology_t topology) const { hwloc_topology_destroy(topology); }
};
using TopologyPointer = std::unique_ptr<hwloc_topology, TopologyDestroyer>;

CpuSet cpus_of(hwloc_const_bitmap_t bitmap);
/// Objects of one type in hwloc's logical order.
std::vector<hwloc_obj_t> objects_of(hwloc_topology_t topology, hwloc_obj_type_t type);
std::string info_of(hwloc_obj_t object, const char* key);

/// Everything but `source`; `usable` is what a cgroup and an affinity mask leave.
Machine machine_of(hwloc_topology_t topology, const CpuSet& usable);

/// Nodes with their usable cpus, kinds and memory, ascending by index; each cpu belongs to exactly one.
std::vector<NumaNode> read_nodes(hwloc_topology_t topology, const CpuSet& usable);
std::vector<Core> read_cores(hwloc_topology_t topology, const std::vector<NumaNode>& nodes,
                             const CpuSet& usable);
std::vector<Cache> read_caches(hwloc_topology_t topology, const CpuSet& usable);
std::vector<std::vector<std::uint64_t>> read_distances(hwloc_topology_t topology,
                                                       const std::vector<NumaNode>& nodes);
/// `name_initiators` completes the entries.
std::vector<MemoryPerformance> read_memory_performance(hwloc_topology_t topology);
/// GPUs, then NICs. A node is known only where hwloc ties the device to a part of the machine.
std::vector<Device> read_devices(hwloc_topology_t topology, const std::vector<NumaNode>& nodes);

}  // namespace accelbench::topology
