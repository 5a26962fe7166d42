#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "topology/environment.h"
#include "topology/machine.h"
#include "topology/placement.h"

namespace accelbench::topology {

/// Snapshots for documents. The readers throw BadField on a foreign shape; the document's reader turns it
/// into a Failure that names the file.
nlohmann::ordered_json machine_to_json(const Machine& machine);
Machine machine_from_json(const nlohmann::ordered_json& json);
/// The same as text, from which machine_from_text makes it again or throws Failure(usage).
std::string machine_to_text(const Machine& machine);
Machine machine_from_text(const std::string& text, const std::string& complaint);
nlohmann::ordered_json environment_to_json(const Environment& environment);
Environment environment_from_json(const nlohmann::ordered_json& json);
nlohmann::ordered_json rank_placement_to_json(const RankPlacement& placement);
RankPlacement rank_placement_from_json(const nlohmann::ordered_json& json);

}  // namespace accelbench::topology
