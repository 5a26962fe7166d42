#pragma once

#include <memory>
#include <string>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// What the kernel did to pages under the experiment, of /proc/vmstat: migrated, promoted and demoted pages,
/// hinting faults of automatic NUMA balancing, huge pages and their fallbacks.
std::unique_ptr<Source> open_page_moves(const std::string& root = "");

}  // namespace accelbench::counters
