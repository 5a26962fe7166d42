#pragma once

#include <vector>

#include "topology/machine.h"

namespace accelbench::topology {

/// Gives each core the node of its first cpu (-1: none), and sorts them as Machine::cores is.
void assign_cores(std::vector<Core>& cores, const std::vector<NumaNode>& nodes);

}  // namespace accelbench::topology
