#pragma once

#include <string>

#include "topology/shares.h"

namespace accelbench::topology {

/// Why `request` does not fit `pools` (nodes for a policy that binds, the whole machine as one pool for one
/// that does not), with what would fit.
std::string why_impossible(const std::vector<NodeCores>& pools, const Policy& policy,
                           const PlacementRequest& request);

}  // namespace accelbench::topology
