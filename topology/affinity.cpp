#include "topology/affinity.h"

#include <sched.h>

#include <cerrno>
#include <memory>
#include <utility>
#include <vector>

namespace accelbench::topology {

/// hidden by it.
std::optional<CpuSet> affinity_mask(int thread) {
    for (int cpus = 1024; cpus <= 1 << 20; cpus *= 2) {
        const auto bytes = CPU_ALLOC_SIZE(cpus);
        std::unique_ptr<cpu_set_t, void (*)(cpu_set_t*)> mask(CPU_ALLOC(cpus),
                                                              [](cpu_set_t* set) { CPU_FREE(set); });
        if (sched_getaffinity(thread, bytes, mask.get()) != 0) {
            if (errno == EINVAL) continue;  // the kernel knows more cpus than the mask holds
            return std::nullopt;
        }
        std::vector<int> allowed;
        for (int cpu = 0; cpu < cpus; ++cpu) {
            if (CPU_ISSET_S(static_cast<std::size_t>(cpu), bytes, mask.get())) allowed.push_back(cpu);
        }
        return CpuSet(std::move(allowed));
    }
    return std::nullopt;
}

}  // namespace accelbench::topology
