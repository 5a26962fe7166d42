#include "harness/counters/kernel_sources.h"

#include <array>

#include "harness/counters/migrations.h"
#include "harness/counters/numa_events.h"
#include "harness/counters/page_moves.h"
#include "harness/counters/psi.h"
#include "harness/counters/rapl.h"
#include "harness/counters/resctrl.h"
#include "harness/counters/residency.h"
#include "harness/counters/steal.h"
#include "harness/counters/usage.h"

namespace accelbench::counters {
namespace {

constexpr std::array<KernelSource, kernel_source_count> kSources{
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

std::span<const KernelSource, kernel_source_count> kernel_sources() { return kSources; }

}  // namespace accelbench::counters
