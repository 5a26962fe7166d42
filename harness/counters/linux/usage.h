#pragma once

#include <memory>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// Page faults and context switches of this process, all of its threads, ended ones too: getrusage(2). It
/// works in any sandbox, where perf's software events are refused or silently 0.
std::unique_ptr<Source> open_usage();

}  // namespace accelbench::counters
