#pragma once

#include <cstdint>

#include "topology/machine.h"

namespace accelbench::counters {

/// Of the last-level data caches that serve some of `cpus`; 0 where a machine shows none.
struct LastLevel {
    std::uint64_t sum = 0;
    std::uint64_t largest = 0;
};
LastLevel last_level_bytes(const topology::Machine& machine, const topology::CpuSet& cpus);

}  // namespace accelbench::counters
