#pragma once

#include <string>
#include <vector>

#include "topology/placement.h"

namespace accelbench::topology {

/// What a reader must know of where the ranks' memory goes, beyond the policy's name:
/// "local: nearest memory, node 1, distance 21 (rank 0 of 2)" where a rank's node has no memory, and
/// "remote: 2 ranks on node 2; local: 1 on each of nodes 0-1; ..." where ranks share memory nodes otherwise
/// than under local. Classes of allocation that go their own way come with their name: "optimizer=local:
/// ...".
std::vector<std::string> placement_notes(const PolicyChoice& choice, const Machine& machine,
                                         const std::vector<RankPlacement>& ranks);

}  // namespace accelbench::topology
