#pragma once

#include <string>
#include <utility>
#include <vector>

#include "topology/placement.h"

namespace accelbench::reports {

/// Ordered name -> value.
using Parameters = std::vector<std::pair<std::string, std::string>>;

/// Work that a phase declares, per rank and step.
struct PhaseWork {
    std::string phase;
    double bytes = 0;
    double flops = 0;
    double message_bytes = 0;
};

/// One combination. `id` is made of what distinguishes it, and never parsed. `skip` is the reason why it was not
/// measured.
struct Cell {
    std::string id;
    Parameters parameters;  // those that are no members: preset, ..., scaling, placement, allreduce, pages
    std::string kernel;
    std::string policy;
    std::vector<std::string> hosts;  // those that it was given by --rotate-hosts; empty: the first ones
    int machines = 1;
    int processes = 1;  // total
    int threads = 1;    // per rank
    bool oversubscribed = false;
    std::string skip;
    bool skip_by_environment = false;  // forbidden (no permission, no launcher) rather than inexpressible
    std::vector<PhaseWork> phases;
    double items_per_step = 0;  // all ranks
    std::string item = "tokens";
    std::vector<topology::RankPlacement> placement;  // per local rank of one machine
    /// What a reader must know of where its memory goes; empty where it goes as the policy's name says.
    std::vector<std::string> placement_notes;
    std::vector<std::string> command;  // the launcher's tokens of a trial
};

}  // namespace accelbench::reports
