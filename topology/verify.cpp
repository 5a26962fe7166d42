#include "topology/verify.h"

#include <fmt/format.h>

#include <algorithm>

#include "topology/check_pages.h"
#include "topology/observe_pages.h"
#include "topology/observe_threads.h"

namespace accelbench::topology {
namespace {

std::string count_threads(const Observed& observed, const CpuSet& cpus, PlacementCheck& check) {
    std::string reason;
    check.threads = static_cast<int>(observed.threads.size());
    if (cpus.empty()) return reason;
    for (const ObservedThread& thread : observed.threads) {
        if (thread.allowed.is_subset_of(cpus)) continue;
        ++check.misplaced_threads;
        if (!reason.empty()) continue;
        reason = fmt::format("thread {} ({}) may run on cpus {}, outside {}", thread.tid, thread.name,
                             thread.allowed.to_string(), cpus.to_string());
    }
    if (check.misplaced_threads > 1)
        reason += fmt::format(", and {} more threads", check.misplaced_threads - 1);
    return reason;
}

}  // namespace

std::uint64_t ObservedBuffer::present() const {
    std::uint64_t sum = 0;
    for (const auto& [node, count] : pages_by_node) sum += count;
    return sum;
}

Observed observe(std::span<const NumaBuffer* const> buffers) {
    Observed observed;
    observe_pages(buffers, observed);
    observed.threads = observe_threads();
    return observed;
}

PlacementCheck check_placement(const Observed& observed, const RankPlacement& asked, double required) {
    PlacementCheck check;
    const auto threads = count_threads(observed, asked.cpus, check);
    const auto pages = check_pages(observed, asked.memory, required, check);
    check.reason = pages + (pages.empty() || threads.empty() ? "" : "; ") + threads;
    return check;
}

}  // namespace accelbench::topology
