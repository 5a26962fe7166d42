#pragma once

#include <optional>
#include <string>

#include "topology/placement.h"

namespace accelbench::topology {

/// Binds the calling process (all threads that it will start) to the placement's cpus and sets its memory
/// policy; both survive exec. Asks the kernel afterwards. nullopt on success, else what was refused, why, and
/// the remedy. This is the only code that changes a process's affinity or policy.
std::optional<std::string> bind_process(const RankPlacement& placement);

}  // namespace accelbench::topology
