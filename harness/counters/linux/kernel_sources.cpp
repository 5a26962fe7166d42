#include "harness/counters/linux/kernel_sources.h"

#include <array>

#include "harness/counters/linux/migrations.h"
#include "harness/counters/linux/numa_events.h"
#include "harness/counters/linux/page_moves.h"
#include "harness/counters/linux/psi.h"
#include "harness/counters/linux/rapl.h"
#include "harness/counters/linux/resctrl.h"
#include "harness/counters/linux/residency.h"
#include "harness/counters/linux/steal.h"
#include "harness/counters/linux/usage.h"

namespace accelbench::counters {
namespace {

constexpr std::array<KernelSource, kernel_source_count> sources{
    KernelSource{"getrusage", false, [](const std::string&) { return open_usage(); }},
    KernelSource{"sched", false, open_migrations},
    KernelSource{"numa_maps", false, open_residency},
    KernelSource{"numastat", true, open_numa_events},
    KernelSource{"vmstat", true, open_page_moves},
    KernelSource{"steal", true, open_steal},
    KernelSource{"psi", true, open_psi},
    KernelSource{"resctrl", true, open_resctrl},
    KernelSource{"rapl", true, open_rapl},
};

}  // namespace

std::span<const KernelSource, kernel_source_count> kernel_sources() { return sources; }

}  // namespace accelbench::counters
