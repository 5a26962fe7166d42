#pragma once

#include <string>

#include "topology/machine.h"

namespace accelbench::topology {

/// "" when the machine's distances can be believed, else the first that can't be: 0, or memory of another
/// node that is nearer than a node's own ("from node 0 to node 1 it is 0").
std::string why_no_distances(const Machine& machine);

/// "" or the first pair of nodes whose distances differ by more than twice with the direction. They are used
/// all the same: each rank looks from its own node.
std::string lopsided_distances(const Machine& machine);

}  // namespace accelbench::topology
