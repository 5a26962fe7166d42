#pragma once

#include <memory>
#include <string>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// Bytes of this process that lie on each node when the steps are done, over all of its mappings:
/// /proc/self/numa_maps. The kernel walks the whole page table for it, so it is read once.
std::unique_ptr<Source> open_residency(const std::string& root = "");

}  // namespace accelbench::counters
