#pragma once

#include <string>
#include <vector>

#include "topology/machine.h"

namespace accelbench::topology {

/// What of this machine changes a plan and is not seen in its nodes and cpus, a sentence each: nodes that
/// hwloc doesn't show, GPUs' memory, offline, isolated and tickless cpus, distances that make no sense.
std::vector<std::string> machine_remarks(const Machine& machine);

}  // namespace accelbench::topology
