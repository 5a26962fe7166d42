#include <algorithm>

#include "topology/assign_cores.h"
#include "topology/machine_hwloc.h"

namespace accelbench::topology {
namespace {

int package_of(hwloc_topology_t topology, hwloc_obj_t object) {
    hwloc_obj_t package = hwloc_get_ancestor_obj_by_type(topology, HWLOC_OBJ_PACKAGE, object);
    return package == nullptr ? 0 : static_cast<int>(package->logical_index);
}

std::string cache_type(hwloc_obj_cache_type_t type) {
    switch (type) {
        case HWLOC_OBJ_CACHE_DATA:
            return "data";
        case HWLOC_OBJ_CACHE_INSTRUCTION:
            return "instruction";
        case HWLOC_OBJ_CACHE_UNIFIED:
            break;
    }
    return "unified";
}

/// Some virtual and ARM machines show no cores: each hardware thread then counts as one.
std::vector<hwloc_obj_t> core_objects(hwloc_topology_t topology) {
    auto cores = objects_of(topology, HWLOC_OBJ_CORE);
    return cores.empty() ? objects_of(topology, HWLOC_OBJ_PU) : cores;
}

}  // namespace

CpuSet cpus_of(hwloc_const_bitmap_t bitmap) {
    std::vector<int> cpus;
    if (bitmap == nullptr) return {};
    for (int cpu = hwloc_bitmap_first(bitmap); cpu >= 0; cpu = hwloc_bitmap_next(bitmap, cpu))
        cpus.push_back(cpu);
    return CpuSet(std::move(cpus));
}

std::vector<hwloc_obj_t> objects_of(hwloc_topology_t topology, hwloc_obj_type_t type) {
    std::vector<hwloc_obj_t> objects;
    for (hwloc_obj_t object = nullptr;
         (object = hwloc_get_next_obj_by_type(topology, type, object)) != nullptr;) {
        objects.push_back(object);
    }
    return objects;
}

std::string info_of(hwloc_obj_t object, const char* key) {
    const char* value = object == nullptr ? nullptr : hwloc_obj_get_info_by_name(object, key);
    return value == nullptr ? "" : value;
}

std::vector<Core> read_cores(hwloc_topology_t topology, const std::vector<NumaNode>& nodes,
                             const CpuSet& usable) {
    std::vector<Core> cores;
    for (hwloc_obj_t object : core_objects(topology)) {
        auto cpus = cpus_of(object->cpuset).intersect(usable);
        if (cpus.empty()) continue;
        cores.push_back({package_of(topology, object), -1, std::move(cpus)});
    }
    assign_cores(cores, nodes);
    return cores;
}

std::vector<Cache> read_caches(hwloc_topology_t topology, const CpuSet& usable) {
    std::vector<Cache> caches;
    for (int type = HWLOC_OBJ_L1CACHE; type <= HWLOC_OBJ_L3ICACHE; ++type) {
        for (hwloc_obj_t object : objects_of(topology, static_cast<hwloc_obj_type_t>(type))) {
            auto cpus = cpus_of(object->cpuset).intersect(usable);
            if (cpus.empty()) continue;
            const auto& cache = object->attr->cache;
            caches.push_back({static_cast<int>(cache.depth), cache_type(cache.type), cache.size,
                              std::max(0, static_cast<int>(cache.linesize)), std::move(cpus)});
        }
    }
    std::stable_sort(caches.begin(), caches.end(),
                     [](const Cache& a, const Cache& b) { return a.level < b.level; });
    return caches;
}

Machine machine_of(hwloc_topology_t topology, const CpuSet& usable) {
    hwloc_obj_t root = hwloc_get_root_obj(topology);
    const auto packages = objects_of(topology, HWLOC_OBJ_PACKAGE);
    Machine machine;
    machine.hostname = info_of(root, "HostName");
    machine.processor = info_of(packages.empty() ? root : packages.front(), "CPUModel");
    machine.packages = std::max(1, static_cast<int>(packages.size()));
    machine.cpus = cpus_of(root->cpuset).intersect(usable);
    machine.hidden_cpus = cpus_of(root->cpuset).minus(usable);
    // hwloc keeps what it knows of no more than by number apart: cpus that are offline.
    machine.offline_cpus = cpus_of(root->complete_cpuset).minus(cpus_of(root->cpuset));
    machine.nodes = read_nodes(topology, machine.cpus);
    machine.cores = read_cores(topology, machine.nodes, machine.cpus);
    machine.caches = read_caches(topology, machine.cpus);
    machine.devices = read_devices(topology, machine.nodes);
    machine.distances = read_distances(topology, machine.nodes);
    machine.memory_performance = read_memory_performance(topology);
    name_initiators(machine);
    return machine;
}

}  // namespace accelbench::topology
