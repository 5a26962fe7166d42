#pragma once

#include <map>
#include <vector>

#include "topology/machine.h"

namespace accelbench::topology {

/// The node whose memory a rank at `home_node` gets under `local`: its own, or the nearest node with memory
/// where it has none (ties: lowest index).
int local_memory_node(const Machine& machine, int home_node);

/// Of `among` the nodes that are farthest from `home_node`, all of them where distances tie; without the one
/// that `local` uses. Empty when none is farther than that one: remote would then measure local.
NodeSet farthest_nodes(const Machine& machine, int home_node, const NodeSet& among);

/// A rank that wants memory far away.
struct FarRank {
    int local_node = -1;  // where `local` has its memory
    NodeSet candidates;   // at least one
};

/// A node for each rank, of its candidates, so that memory lies on as many nodes, as evenly, as under local:
/// ranks that share a node there share one here. Such an assignment is a matching of local nodes to far
/// nodes. Where there is none (two nodes whose only farthest is a third), the largest groups are matched, and
/// the other ranks go to whichever of their nodes has the fewest, moving each other where that helps.
/// `most_ranks`: how many ranks' memory a node holds; nodes that can't hold theirs are taken last.
/// Deterministic: of equals the lowest node.
std::vector<int> assign_far_nodes(const std::vector<FarRank>& ranks,
                                  const std::map<int, int>& most_ranks = {});

}  // namespace accelbench::topology
