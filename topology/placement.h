#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "topology/policy_choice.h"

namespace accelbench::topology {

enum class Spread {
    spread,
    pack
};  // over all nodes evenly | fill one node first

std::string_view to_string(Spread spread);
std::optional<Spread> spread_from(std::string_view name);

/// What one rank of one machine gets.
struct RankPlacement {
    int local_rank = 0;
    int threads = 1;
    CpuSet cpus;         // empty: not bound
    int home_node = -1;  // -1: not bound
    MemoryPlan memory;
    std::string gpu;  // nearest GPU of the home node, round robin; "" when there is none
};

struct PlacementRequest {
    int processes = 1;  // ranks on this machine
    int threads = 1;    // per rank
    Spread spread = Spread::spread;
    bool oversubscribe = false;  // let shares overlap when there are too few cores
    PageKind pages = PageKind::system;
    /// What one rank allocates, by class; empty: not known. `remote` avoids nodes that can't hold it.
    ClassBytes memory_bytes = {};
};

struct Placement {
    std::vector<RankPlacement> ranks;  // empty when impossible
    /// What a reader must know of where memory goes, a sentence each: `local` where it is not local, ranks
    /// that share memory nodes as they don't under `local`.
    std::vector<std::string> notes;
    bool oversubscribed = false;  // more threads than usable cores (or than the hardware threads asked for)
    std::string impossible;       // the reason, with what would fit; "" when possible
};

/// Which cpus and nodes each rank gets under `policy`. Pure; the machine need not be this one. Ranks of one
/// node stand next to each other; a share is whole cores (all their PUs) and never crosses a node.
Placement place_ranks(const Machine& machine, const PolicyChoice& policy, const PlacementRequest& request);

/// Threads per rank when the user names none: cores / processes, but no more than a rank's share of one node,
/// so that the bound policies and baseline run the same work. At least 1.
int default_threads(const Machine& machine, int processes, Spread spread);

/// Usable physical cores, cut to what a cgroup's cpu quota allows (quota_cores <= 0: none).
int usable_cores(const Machine& machine, double quota_cores);

}  // namespace accelbench::topology
