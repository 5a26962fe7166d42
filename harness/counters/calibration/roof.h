#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "topology/machine.h"

namespace accelbench::counters {

/// What the cpus of a node read of its own memory, all together, in bytes per second: the best of some passes
/// over more than its caches hold. Nothing that a step does can read faster, so it is the roof of each rate.
struct Roofs {
    std::map<int, double> bytes_per_second;
    std::string reason;  // why some or all are missing; "" when none is
};

/// Measures each node with cpus and memory in a child of its own. `emulation` as in Environment: there
/// nothing is measured. `limit_bytes`: the memory limit of the cgroup, 0 for none.
Roofs measure_roofs(const topology::Machine& machine, const std::string& emulation,
                    std::uint64_t limit_bytes);

/// Four times the last-level caches of the node's cpus (STREAM's rule: less measures the caches), at least
/// 256 MiB, for a virtual machine may show less cache than there is.
std::uint64_t roof_bytes(const topology::Machine& machine, const topology::NumaNode& node);

}  // namespace accelbench::counters
