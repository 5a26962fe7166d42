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

std::vector<topology::AuditRow> sample_audit() {
    using topology::Grade;
    return {{"governor", "frequency governor", "performance", Grade::good, "decides how high the clock rises",
             "", false},
            {"turbo", "turbo", "on", Grade::warn, "the clock then depends on heat",
             "echo 1 > /sys/devices/system/cpu/intel_pstate/no_turbo", true},
            {"numa_balancing", "automatic NUMA balancing", "on", Grade::bad,
             "migrates pages in the middle of steps", "sysctl -w kernel.numa_balancing=0", true},
            {"memory_channels", "memory modules", "not reported: dmidecode needs root", Grade::unknown,
             "bandwidth is the number of populated channels times their speed", "", false}};
}

void add_audit(Document& document) {
    document.audit = sample_audit();
    for (Host& host : document.hosts)
        if (host.facts) host.facts->audit = sample_audit();
    for (std::size_t i = 0; i < document.trials.size(); ++i) {
        if (document.trials[i].ranks.empty()) continue;
        const double step = static_cast<double>(i % 8);
        document.trials[i].ranks[0].conditions =
            topology::Conditions{0.3 + 0.25 * step,
                                 i == 2 ? 0.061 : 0.001 * step,
                                 topology::CpuClocks{2390 + 10 * step, 2600 + 10 * step},
                                 {{0, (50ULL << 30) + (i << 20)}, {1, 55ULL << 30}}};
    }
}

}  // namespace accelbench::reports::samples
