#pragma once

#include <memory>
#include <string>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// Time of all cpus in which a hypervisor ran somebody else: /proc/stat.
std::unique_ptr<Source> open_steal(const std::string& root = "");

}  // namespace accelbench::counters
