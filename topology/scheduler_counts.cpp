#include "topology/scheduler_counts.h"

#include "topology/base/system_files.h"
#include "topology/base/whole.h"

namespace accelbench::topology {

SchedulerCounts parse_scheduler_counts(const std::string& sched) {
    SchedulerCounts counts;
    for (const auto& [name, value] : key_values(sched, ':')) {
        const auto number = number_in(value);
        if (!number) continue;
        if (name == "se.nr_migrations" || name == "nr_migrations")
            counts.cpu_migrations = whole<std::uint64_t>(*number);
        if (name == "numa_pages_migrated") counts.balanced_pages = whole<std::uint64_t>(*number);
    }
    return counts;
}

}  // namespace accelbench::topology
