#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "topology/machine.h"

namespace accelbench::topology {

/// Of a node's memory so much may go before the machine counts as another one: ballooning in virtual machines
/// and the kernel's own needs move less.
inline constexpr double memory_loss_tolerance = 0.1;

/// What of a machine may change while a session runs, in one look of less than a millisecond.
struct MachineState {
    CpuSet online_cpus;
    CpuSet allowed_cpus;                        // by cgroup and affinity mask
    NodeSet memory_nodes;                       // with memory, and allowed by the cgroup
    std::map<int, std::uint64_t> memory_bytes;  // of these
};

/// `root` as for read_environment. What the system doesn't say is empty.
MachineState read_machine_state(const std::string& root = "");

/// "" or what changed, in words: "cpu 3 went offline". A system that said nothing before or says nothing now
/// did not change.
std::string machine_change(const MachineState& before, const MachineState& now);

}  // namespace accelbench::topology
