#pragma once

#include <nlohmann/json_fwd.hpp>

#include "topology/environment.h"
#include "topology/machine.h"
#include "topology/placement.h"

namespace accelbench::topology {

/// Snapshots for documents. The readers throw nlohmann's exceptions on a foreign shape; the document's reader
/// turns them into a Failure that names the file.
nlohmann::ordered_json machine_to_json(const Machine& machine);
Machine machine_from_json(const nlohmann::ordered_json& json);
nlohmann::ordered_json environment_to_json(const Environment& environment);
Environment environment_from_json(const nlohmann::ordered_json& json);
nlohmann::ordered_json rank_placement_to_json(const RankPlacement& placement);
RankPlacement rank_placement_from_json(const nlohmann::ordered_json& json);

}  // namespace accelbench::topology
