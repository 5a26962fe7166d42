#pragma once

#include <cstdint>
#include <string>

namespace accelbench::topology {

/// What this process's cgroup and each of its ancestors allow; the smallest wins. 0: no limit.
struct CgroupLimits {
    double cpu_quota_cores = 0;
    std::uint64_t memory_limit_bytes = 0;
};

/// Reads cgroup v2 and v1 below `root` ("" = the real /proc and /sys).
CgroupLimits read_cgroup_limits(const std::string& root);

}  // namespace accelbench::topology
