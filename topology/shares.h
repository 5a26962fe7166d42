#pragma once

#include <optional>
#include <vector>

#include "topology/placement.h"

namespace accelbench::topology {

/// The usable cores of one node, each with all its usable hardware threads.
struct NodeCores {
    int node = -1;
    std::vector<CpuSet> cores;
    int hardware_threads = 0;
};

/// What a thread needs: a core of its own, or (when whole cores run out) just a hardware thread.
enum class ThreadNeeds {
    core,
    hardware_thread
};

/// Ascending by node; only nodes with a usable core.
std::vector<NodeCores> cores_by_node(const Machine& machine);

/// How many ranks of `threads` threads one node holds, each on whole cores of its own.
int rank_capacity(const NodeCores& node, int threads, ThreadNeeds needs);

/// Ranks per node, ignoring what fits: contiguous blocks, rank r on node floor(r * nodes / ranks).
std::vector<int> even_counts(int nodes, int ranks);

/// All cores as one pool, for ranks that are not bound to a node.
NodeCores whole_machine(const std::vector<NodeCores>& nodes);

/// Ranks per node so that each fits; nullopt when they don't. Under spread a node too small for its even part
/// gives the rest to the emptiest node with room (ties: lowest index).
std::optional<std::vector<int>> fitting_counts(const std::vector<NodeCores>& nodes, int ranks, int threads,
                                               Spread spread, ThreadNeeds needs);

/// The same for a request: on whole cores if they suffice, else on hardware threads.
std::optional<std::vector<int>> counts_that_fit(const std::vector<NodeCores>& nodes,
                                                const PlacementRequest& request);

/// The cpus of each of `ranks` ranks of `threads` threads on one node. When they don't fit, shares wrap
/// around and overlap, and no share is larger than the node.
std::vector<CpuSet> cut_shares(const NodeCores& node, int ranks, int threads);

}  // namespace accelbench::topology
