#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace accelbench::topology {

/// What the scheduler has counted for one thread since it began; nullopt: this kernel does not say.
struct SchedulerCounts {
    std::optional<std::uint64_t> cpu_migrations;  // from one cpu to another
    /// Moved by automatic NUMA balancing after a fault of this thread. move_pages, migrate_pages, compaction
    /// and demotion are not in it.
    std::optional<std::uint64_t> balanced_pages;
};

/// Of the text of /proc/PID/task/TID/sched (kernel/sched/debug.c).
SchedulerCounts parse_scheduler_counts(const std::string& sched);

}  // namespace accelbench::topology
