#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// Pages that were allocated on the node that was asked for, or elsewhere: numa_hit, numa_miss, numa_foreign,
/// numa_interleave, numa_local, numa_other. One row a meaning: by node of each node's numastat and their sum,
/// or of /proc/vmstat alone where nodes are hidden. Both are the same counters of the kernel.
std::unique_ptr<Source> open_numa_events(const std::string& root = "");

}  // namespace accelbench::counters
