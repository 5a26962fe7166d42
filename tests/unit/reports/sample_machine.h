#pragma once

#include "topology/environment.h"
#include "topology/machine.h"

namespace accelbench::reports::samples {

/// `nodes` equal NUMA nodes of 64 GiB in one package each, one hardware thread a core.
topology::Machine sample_machine(int nodes, int cpus_per_node);
topology::Environment sample_environment();

}  // namespace accelbench::reports::samples
