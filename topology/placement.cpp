#include "topology/placement.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <utility>

#include "topology/gpu_choice.h"
#include "topology/placement_notes.h"
#include "topology/placement_reason.h"
#include "topology/shares.h"

namespace accelbench::topology {
namespace {

void add_bound_ranks(Placement& placement, const std::vector<NodeCores>& nodes,
                     const std::vector<int>& counts, int threads) {
    for (std::size_t n = 0; n < nodes.size(); ++n) {
        for (CpuSet& share : cut_shares(nodes[n], counts[n], threads)) {
            RankPlacement rank;
            rank.cpus = std::move(share);
            rank.home_node = nodes[n].node;
            placement.ranks.push_back(std::move(rank));
        }
    }
}

std::vector<int> homes_of(const std::vector<RankPlacement>& ranks) {
    std::vector<int> homes;
    for (const RankPlacement& rank : ranks) homes.push_back(rank.home_node);
    return homes;
}

void complete_ranks(Placement& placement, const Machine& machine, const PolicyChoice& policy,
                    const PlacementRequest& request) {
    auto plans = memory_plans(policy, machine, homes_of(placement.ranks), request.memory_bytes);
    GpuChoice gpus(machine);
    int next_rank = 0;
    for (RankPlacement& rank : placement.ranks) {
        rank.memory = std::move(plans[static_cast<std::size_t>(next_rank)]);
        rank.local_rank = next_rank++;
        rank.threads = request.threads;
        rank.memory.use_pages(request.pages);
        rank.gpu = gpus.next(rank.home_node);
    }
    placement.notes = placement_notes(policy, machine, placement.ranks);
}

std::string why_bad_request(const Machine& machine, const PolicyChoice& policy,
                            const PlacementRequest& request) {
    if (request.processes < 1) return fmt::format("{} processes: at least 1 is needed", request.processes);
    if (request.threads < 1) return fmt::format("{} threads: at least 1 is needed", request.threads);
    if (machine.cores.empty()) return "no usable core on this machine";
    return why_not(policy, machine).value_or("");
}

}  // namespace

std::string_view to_string(Spread spread) { return spread == Spread::spread ? "spread" : "pack"; }

std::optional<Spread> spread_from(std::string_view name) {
    if (name == "spread") return Spread::spread;
    if (name == "pack") return Spread::pack;
    return std::nullopt;
}

Placement place_ranks(const Machine& machine, const PolicyChoice& policy, const PlacementRequest& request) {
    Placement placement;
    placement.impossible = why_bad_request(machine, policy, request);
    if (!placement.impossible.empty()) return placement;
    const auto nodes = cores_by_node(machine);
    const auto pools = policy.row->binds_cpus ? nodes : std::vector{whole_machine(nodes)};
    auto counts = counts_that_fit(pools, request);
    placement.oversubscribed = !counts;
    if (!counts && !request.oversubscribe) {
        placement.impossible = why_impossible(pools, *policy.row, request);
        placement.oversubscribed = false;
        return placement;
    }
    if (!counts) counts = even_counts(static_cast<int>(pools.size()), request.processes);
    if (policy.row->binds_cpus) {
        add_bound_ranks(placement, nodes, *counts, request.threads);
    } else {
        placement.ranks.resize(static_cast<std::size_t>(request.processes));
    }
    if (const auto reason = why_not_from(policy, machine, homes_of(placement.ranks))) {
        placement = {};
        placement.impossible = *reason;
        return placement;
    }
    complete_ranks(placement, machine, policy, request);
    return placement;
}

int default_threads(const Machine& machine, int processes, Spread spread) {
    const auto nodes = cores_by_node(machine);
    int threads = std::max(1, static_cast<int>(machine.cores.size()) / std::max(1, processes));
    while (threads > 1 && !fitting_counts(nodes, processes, threads, spread, ThreadNeeds::core)) --threads;
    return threads;
}

int usable_cores(const Machine& machine, double quota_cores) {
    const auto cores = static_cast<int>(machine.cores.size());
    if (quota_cores <= 0) return cores;
    // A quota of 2.5 cores feeds two busy threads; the third would be throttled.
    const int fed = std::max(1, static_cast<int>(std::floor(std::min(quota_cores, 1e6))));
    return std::min(cores, fed);
}

}  // namespace accelbench::topology
