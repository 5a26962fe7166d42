#pragma once

#include <optional>

#include "topology/index_set.h"

namespace accelbench::topology {

/// The calling thread's affinity mask as the kernel has it; nullopt when the kernel does not tell (errno says
/// why).
std::optional<CpuSet> affinity_mask();

}  // namespace accelbench::topology
