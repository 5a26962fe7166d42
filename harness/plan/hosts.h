#pragma once

#include <string>
#include <vector>

#include "harness/plan/options.h"

namespace accelbench::plan {

/// Where more than one machine comes from. Empty `names` and no Slurm: this machine alone.
struct Hosts {
    std::vector<std::string> names;
    std::string hostfile;  // as given, for the launcher
    int slurm_nodes = 0;   // of the allocation we run in; 0: none
    int available() const {
        return slurm_nodes > 0 ? slurm_nodes : (names.empty() ? 1 : static_cast<int>(names.size()));
    }
};

/// From --hosts, --hostfile (one host a line, "name", "name slots=8" or "name:8", '#' starts a comment) or
/// SLURM_JOB_NUM_NODES. Throws Failure(usage) for an unreadable hostfile or a bad line (with its number).
Hosts find_hosts(const SweepOptions& options);

}  // namespace accelbench::plan
