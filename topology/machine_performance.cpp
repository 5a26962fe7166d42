#include <algorithm>
#include <array>

#include "topology/base/sizes.h"
#include "topology/machine_hwloc.h"

namespace accelbench::topology {
namespace {

/// One of hwloc's memory attributes, the member that it fills and the worth of its unit.
struct Attribute {
    hwloc_memattr_id_t id;
    std::optional<std::uint64_t> MemoryPerformance::*member;
    std::uint64_t unit;
};

constexpr std::array attributes{
    Attribute{HWLOC_MEMATTR_ID_READ_LATENCY, &MemoryPerformance::read_latency_ns, 1},
    Attribute{HWLOC_MEMATTR_ID_WRITE_LATENCY, &MemoryPerformance::write_latency_ns, 1},
    Attribute{HWLOC_MEMATTR_ID_READ_BANDWIDTH, &MemoryPerformance::read_bandwidth_bytes_per_second, mebibyte},
    Attribute{HWLOC_MEMATTR_ID_WRITE_BANDWIDTH, &MemoryPerformance::write_bandwidth_bytes_per_second,
              mebibyte},
};

CpuSet cpus_at(const hwloc_location& location) {
    return cpus_of(location.type == HWLOC_LOCATION_TYPE_CPUSET ? location.location.cpuset
                                                               : location.location.object->cpuset);
}

MemoryPerformance& entry_of(std::vector<MemoryPerformance>& entries, int target, const CpuSet& cpus) {
    const auto at = std::find_if(entries.begin(), entries.end(), [&](const MemoryPerformance& entry) {
        return entry.target_node == target && entry.initiator_cpus == cpus;
    });
    if (at != entries.end()) return *at;
    entries.push_back({});
    entries.back().target_node = target;
    entries.back().initiator_cpus = cpus;
    return entries.back();
}

void read_attribute(hwloc_topology_t topology, const Attribute& attribute, hwloc_obj_t node,
                    std::vector<MemoryPerformance>& entries) {
    unsigned count = 0;
    if (hwloc_memattr_get_initiators(topology, attribute.id, node, 0, &count, nullptr, nullptr) != 0) return;
    std::vector<hwloc_location> initiators(count);
    std::vector<hwloc_uint64_t> values(count);
    if (hwloc_memattr_get_initiators(topology, attribute.id, node, 0, &count, initiators.data(),
                                     values.data()) != 0)
        return;
    for (std::size_t i = 0; i < std::min<std::size_t>(count, initiators.size()); ++i) {
        if (values[i] == 0) continue;  // how firmware and Linux say that they don't know
        auto& entry = entry_of(entries, static_cast<int>(node->os_index), cpus_at(initiators[i]));
        entry.*attribute.member = values[i] * attribute.unit;
    }
}

}  // namespace

std::vector<MemoryPerformance> read_memory_performance(hwloc_topology_t topology) {
    std::vector<MemoryPerformance> entries;
    for (const Attribute& attribute : attributes) {
        for (hwloc_obj_t node : objects_of(topology, HWLOC_OBJ_NUMANODE))
            read_attribute(topology, attribute, node, entries);
    }
    return entries;
}

}  // namespace accelbench::topology
