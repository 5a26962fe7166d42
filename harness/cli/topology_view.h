#pragma once

#include <optional>
#include <string>
#include <vector>

#include "topology/environment.h"
#include "topology/placement.h"

namespace accelbench::cli {

/// All that `accelbench topology` shows.
struct TopologyView {
    struct Plan {
        topology::PolicyChoice policy;
        topology::Placement placement;  // its `impossible` says why there are no ranks
    };
    topology::Machine machine;
    std::optional<topology::Environment>
        environment;  // of this system; nullopt when the machine is another one
    topology::PlacementRequest request;
    std::vector<Plan> plans;
};

/// Sections in words, for stdout; ends with a newline.
std::string topology_text(const TopologyView& view);
/// The same as one document: {"accelbench_topology": 1, "machine", "environment" unless planning for another
/// machine, "request", "policies"}.
std::string topology_json(const TopologyView& view);

}  // namespace accelbench::cli
