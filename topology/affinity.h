#pragma once

#include <optional>

#include "topology/base/index_set.h"

namespace accelbench::topology {

/// A thread's affinity mask as the kernel has it, of the calling one by default; nullopt when the kernel does
/// not tell (errno says why).
std::optional<CpuSet> affinity_mask(int thread = 0);

}  // namespace accelbench::topology
