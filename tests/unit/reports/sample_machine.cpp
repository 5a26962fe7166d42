#include "sample_machine.h"

#include <vector>

namespace accelbench::reports::samples {
namespace {

topology::CpuSet cpus_of(int node, int cpus_per_node) {
    std::vector<int> cpus;
    for (int i = 0; i < cpus_per_node; ++i) cpus.push_back(node * cpus_per_node + i);
    return topology::CpuSet(cpus);
}

/// Farther apart around a ring: 10 to itself, 21 to a neighbour, 10 more a hop.
std::uint64_t ring_distance(int from, int to, int nodes) {
    const int apart = from < to ? to - from : from - to;
    const int hops = apart < nodes - apart ? apart : nodes - apart;
    return hops == 0 ? 10 : static_cast<std::uint64_t>(11 + 10 * hops);
}

}  // namespace

topology::Machine sample_machine(int nodes, int cpus_per_node) {
    topology::Machine machine;
    machine.is_this_system = true;
    machine.source = "this machine";
    machine.hostname = "numabox";
    machine.processor = "Example Processor 9000 @ 2.40GHz";
    machine.packages = nodes;
    for (int node = 0; node < nodes; ++node) {
        const topology::CpuSet cpus = cpus_of(node, cpus_per_node);
        machine.nodes.push_back({node, cpus, std::uint64_t{64} << 30, topology::MemoryKind::dram});
        machine.caches.push_back({3, "unified", std::uint64_t{32} << 20, 64, cpus});
        for (const int cpu : cpus) machine.cores.push_back({node, node, topology::CpuSet{cpu}});
        machine.cpus.insert(cpus);
        machine.distances.emplace_back();
        for (int to = 0; to < nodes; ++to) machine.distances.back().push_back(ring_distance(node, to, nodes));
    }
    machine.devices.push_back({topology::Device::Kind::nic, "eth0", "0000:03:00.0", 0});
    return machine;
}

topology::Environment sample_environment() {
    topology::Environment environment;
    environment.kernel = "6.1.0-18-amd64";
    environment.distribution = "Debian GNU/Linux 12 (bookworm)";
    environment.virtualisation = "none";
    environment.governor = "performance";
    environment.transparent_hugepage = "madvise";
    environment.numa_balancing = "1";
    environment.zone_reclaim = "0";
    environment.aslr = "2";
    environment.perf_event_paranoid = "3";
    environment.clock_source = "tsc";
    environment.load_1min = 0.31;
    environment.mempolicy = "permitted";
    environment.versions = "hwloc 2.9.0, libnuma 2.0.16";
    return environment;
}

}  // namespace accelbench::reports::samples
