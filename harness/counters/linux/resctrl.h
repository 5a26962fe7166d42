#pragma once

#include <memory>
#include <string>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// Bytes that passed between last-level caches and memory, all and those of the caches' own memory: the
/// bandwidth monitor of Intel RDT and AMD QoS, where resctrl is mounted. By node of the cpus that asked.
std::unique_ptr<Source> open_resctrl(const std::string& root = "");

}  // namespace accelbench::counters
