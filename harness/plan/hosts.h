#pragma once

#include <string>
#include <vector>

#include "harness/plan/options.h"

namespace accelbench::plan {

/// Where more than one machine comes from. Empty `names` and no Slurm: this machine alone.
struct Hosts {
    std::vector<std::string> names;
    std::vector<int> slots;          // most ranks of each, in the order of names; 0: not said
    std::vector<std::string> users;  // to log in as on each, in the order of names; "", or none: as oneself
    int slurm_nodes = 0;             // of the allocation we run in; 0: none
    std::string slurm_nodelist;      // of the job we run in, also beside names; as Slurm writes it: "node[1-3,7]"
    int available() const {
        return slurm_nodes > 0 ? slurm_nodes : (names.empty() ? 1 : static_cast<int>(names.size()));
    }
    /// "user@name" of the host at `index`, the name alone where no user was given.
    std::string login(int index) const;
    /// How many of the first `machines` were given with a user.
    int users_of_first(int machines) const;
};

/// From --hosts, --hostfile (one host a line, "name", "name slots=8" or "name:8", each also behind "user@", '#'
/// starts a comment: the
/// formats of Open MPI, MPICH and DeepSpeed, which Accelerate hands on) or SLURM_JOB_NUM_NODES. A host that
/// stands there twice is one machine. In a hostfile it may do so once for each slot, as for mpirun; in
/// --hosts its slots add up. Throws Failure(usage) for an unreadable hostfile or a bad line (with its
/// number).
Hosts find_hosts(const SweepOptions& options);

/// Where the other ranks of a cell find rank 0: the first machine's name, 127.0.0.1 where there is one
/// machine.
std::string master_address(const Hosts& hosts, int machines);

/// "node[08-11,20]-ib,x" -> "node08-ib": the first name of a list as Slurm writes it.
std::string first_of_nodelist(const std::string& list);

}  // namespace accelbench::plan
