#include "topology/placement_reason.h"

#include <fmt/format.h>

#include <algorithm>

#include "topology/base/list_text.h"

namespace accelbench::topology {
namespace {

std::string cores_text(int cores, int hardware_threads) {
    const auto text = plural(cores, "core", "cores");
    return hardware_threads > cores ? fmt::format("{} ({} hardware threads)", text, hardware_threads) : text;
}

const NodeCores& largest(const std::vector<NodeCores>& pools) {
    return *std::max_element(pools.begin(), pools.end(), [](const NodeCores& a, const NodeCores& b) {
        return a.hardware_threads < b.hardware_threads;
    });
}

int most_processes(const std::vector<NodeCores>& pools, int threads) {
    int sum = 0;
    for (const NodeCores& pool : pools) sum += rank_capacity(pool, threads, ThreadNeeds::hardware_thread);
    return sum;
}

int most_threads(const std::vector<NodeCores>& pools, PlacementRequest request) {
    request.threads = std::min(request.threads, largest(pools).hardware_threads);
    while (request.threads > 0 && !counts_that_fit(pools, request)) --request.threads;
    return request.threads;
}

std::string what_would_fit(const std::vector<NodeCores>& pools, const PlacementRequest& request) {
    std::string fits;
    if (const int processes = most_processes(pools, request.threads); processes > 0) {
        fits = fmt::format("{} of {} would fit", plural(processes, "process", "processes"),
                           plural(request.threads, "thread", "threads"));
    }
    if (const int threads = most_threads(pools, request); threads > 0) {
        fits += fmt::format("{}{} of {} would fit", fits.empty() ? "" : ", ",
                            plural(request.processes, "process", "processes"),
                            plural(threads, "thread", "threads"));
    }
    return fits +
           (fits.empty() ? "--oversubscribe lets shares overlap" : "; --oversubscribe lets shares overlap");
}

}  // namespace

std::string why_impossible(const std::vector<NodeCores>& pools, const Policy& policy,
                           const PlacementRequest& request) {
    const NodeCores& node = largest(pools);
    if (policy.binds_cpus && request.threads > node.hardware_threads) {
        return fmt::format("{} binds a rank to one node; {} threads do not fit node {}'s {}: {}", policy.name,
                           request.threads, node.node,
                           cores_text(static_cast<int>(node.cores.size()), node.hardware_threads),
                           what_would_fit(pools, request));
    }
    const auto all = whole_machine(pools);
    return fmt::format("{} of {} {} not fit the {} usable here{}: {}",
                       plural(request.processes, "process", "processes"),
                       plural(request.threads, "thread", "threads"), request.processes == 1 ? "does" : "do",
                       cores_text(static_cast<int>(all.cores.size()), all.hardware_threads),
                       policy.binds_cpus && pools.size() > 1 ? fmt::format(" on {} nodes", pools.size()) : "",
                       what_would_fit(pools, request));
}

}  // namespace accelbench::topology
