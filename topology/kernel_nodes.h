#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "topology/machine.h"

namespace accelbench::topology {

/// A NUMA node as the kernel has it.
struct KernelNode {
    int index = 0;
    CpuSet listed_cpus;  // online ones; emulated nodes (numa=fake) list the same cpus twice
    CpuSet own_cpus;     // linked to it, offline ones too: each cpu to one node
    std::uint64_t memory_bytes = 0;
    bool has_memory = false;               // that this process may use
    bool is_gpu = false;                   // its driver says so
    std::vector<std::uint64_t> distances;  // to each node online, ascending; empty: unsaid
};

/// What the kernel's own files say, without hwloc in between. hwloc takes nodes with the same cpus for a bug
/// of the firmware and keeps the first (numa=fake), hides GPUs' nodes, and gives a node whose cpus are
/// offline its neighbour's.
struct KernelMachine {
    std::vector<KernelNode> nodes;  // online, ascending; empty: the system doesn't say
    CpuSet present_cpus;
    CpuSet online_cpus;
    CpuSet isolated_cpus;
    CpuSet tickless_cpus;
};

/// `root` as for read_environment.
KernelMachine read_kernel_machine(const std::string& root = "");

/// Adds the nodes that hwloc does not show, gives each cpu to the node that the kernel links it to, and names
/// offline, isolated and tickless cpus.
void complete_from_kernel(Machine& machine, const KernelMachine& kernel);

}  // namespace accelbench::topology
