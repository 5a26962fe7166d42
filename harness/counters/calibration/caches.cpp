#include "harness/counters/calibration/caches.h"

#include <algorithm>

namespace accelbench::counters {

LastLevel last_level_bytes(const topology::Machine& machine, const topology::CpuSet& cpus) {
    LastLevel bytes;
    int level = 0;
    for (const auto& cache : machine.caches) {
        if (cache.type == "instruction" || cache.level < level || cache.cpus.intersect(cpus).empty())
            continue;
        if (cache.level > level) bytes = {};
        level = cache.level;
        bytes.sum += cache.size_bytes;
        bytes.largest = std::max(bytes.largest, cache.size_bytes);
    }
    return bytes;
}

}  // namespace accelbench::counters
