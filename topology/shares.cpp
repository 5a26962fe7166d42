#include "topology/shares.h"

#include <algorithm>
#include <numeric>

namespace accelbench::topology {
namespace {

/// Cores that each of `ranks` ranks gets when none may overlap; 0 when there are more ranks than cores.
int share_width(const NodeCores& node, int ranks, int threads) {
    return std::min(threads, static_cast<int>(node.cores.size()) / ranks);
}

CpuSet share_at(const NodeCores& node, int first_core, int width) {
    CpuSet cpus;
    const auto count = static_cast<int>(node.cores.size());
    for (int i = 0; i < width; ++i)
        cpus.insert(node.cores[static_cast<std::size_t>((first_core + i) % count)]);
    return cpus;
}

bool holds(const NodeCores& node, int ranks, int threads) {
    const int width = share_width(node, ranks, threads);
    for (int rank = 0; rank < ranks; ++rank) {
        if (share_at(node, rank * width, width).size() < threads) return false;
    }
    return true;
}

/// Cuts each count to its capacity and hands the rest to the emptiest node with room.
std::optional<std::vector<int>> within_capacity(std::vector<int> counts, const std::vector<int>& capacity) {
    int homeless = 0;
    for (std::size_t n = 0; n < counts.size(); ++n) {
        homeless += std::max(0, counts[n] - capacity[n]);
        counts[n] = std::min(counts[n], capacity[n]);
    }
    for (; homeless > 0; --homeless) {
        std::optional<std::size_t> emptiest;
        for (std::size_t n = 0; n < counts.size(); ++n) {
            if (counts[n] < capacity[n] && (!emptiest || counts[n] < counts[*emptiest])) emptiest = n;
        }
        if (!emptiest) return std::nullopt;
        ++counts[*emptiest];
    }
    return counts;
}

std::vector<int> packed_counts(int ranks, const std::vector<int>& capacity) {
    std::vector<int> counts;
    for (int room : capacity) {
        counts.push_back(std::min(room, ranks));
        ranks -= counts.back();
    }
    return counts;
}

}  // namespace

std::vector<NodeCores> cores_by_node(const Machine& machine) {
    std::vector<NodeCores> nodes;
    for (int index : machine.nodes_with_cpus()) {
        NodeCores node{index, {}, 0};
        for (const Core& core : machine.cores) {
            if (core.node != index || core.cpus.empty()) continue;
            node.cores.push_back(core.cpus);
            node.hardware_threads += core.cpus.size();
        }
        if (!node.cores.empty()) nodes.push_back(std::move(node));
    }
    return nodes;
}

int rank_capacity(const NodeCores& node, int threads, ThreadNeeds needs) {
    const auto cores = static_cast<int>(node.cores.size());
    const int on_cores = cores / threads;
    if (needs == ThreadNeeds::core) return on_cores;
    int ranks = std::min(cores, node.hardware_threads / threads);
    while (ranks > on_cores && !holds(node, ranks, threads)) --ranks;
    return ranks;
}

std::vector<int> even_counts(int nodes, int ranks) {
    std::vector<int> counts(static_cast<std::size_t>(nodes), 0);
    for (long rank = 0; rank < ranks; ++rank) ++counts[static_cast<std::size_t>(rank * nodes / ranks)];
    return counts;
}

std::optional<std::vector<int>> fitting_counts(const std::vector<NodeCores>& nodes, int ranks, int threads,
                                               Spread spread, ThreadNeeds needs) {
    std::vector<int> capacity;
    for (const NodeCores& node : nodes) capacity.push_back(rank_capacity(node, threads, needs));
    if (std::accumulate(capacity.begin(), capacity.end(), 0L) < ranks) return std::nullopt;
    if (spread == Spread::pack) return packed_counts(ranks, capacity);
    return within_capacity(even_counts(static_cast<int>(nodes.size()), ranks), capacity);
}

NodeCores whole_machine(const std::vector<NodeCores>& nodes) {
    NodeCores all;
    for (const NodeCores& node : nodes) {
        all.cores.insert(all.cores.end(), node.cores.begin(), node.cores.end());
        all.hardware_threads += node.hardware_threads;
    }
    return all;
}

std::optional<std::vector<int>> counts_that_fit(const std::vector<NodeCores>& pools,
                                                const PlacementRequest& request) {
    for (auto needs : {ThreadNeeds::core, ThreadNeeds::hardware_thread}) {
        auto counts = fitting_counts(pools, request.processes, request.threads, request.spread, needs);
        if (counts) return counts;
    }
    return std::nullopt;
}

std::vector<CpuSet> cut_shares(const NodeCores& node, int ranks, int threads) {
    if (ranks == 0) return {};
    const bool fit = share_width(node, ranks, threads) > 0 && holds(node, ranks, threads);
    const int width =
        fit ? share_width(node, ranks, threads) : std::min(threads, static_cast<int>(node.cores.size()));
    std::vector<CpuSet> shares;
    for (int rank = 0; rank < ranks; ++rank) shares.push_back(share_at(node, rank * width, width));
    return shares;
}

}  // namespace accelbench::topology
