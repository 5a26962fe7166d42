#pragma once

#include <string>
#include <vector>

#include "harness/handover/trial_file.h"

namespace accelbench::place {

/// Which rank this process is, from what its launcher left in the environment.
struct RankIdentity {
    int rank = 0;
    int local_rank = 0;
};

/// Reads what `launcher` sets: OMPI_COMM_WORLD_* (openmpi), SLURM_* (slurm), PMI_* / MPI_LOCALRANKID (mpich);
/// nothing for local, whose one rank is rank 0 whatever a job around it has left. Where the launcher's own are
/// missing, as for "" and for a command that was typed, the first of these and of RANK / LOCAL_RANK that are
/// set; {0, 0} when none is.
RankIdentity identify_rank(const std::string& launcher = "");

/// What programs that speak torch.distributed look for (RANK, WORLD_SIZE, LOCAL_RANK, LOCAL_WORLD_SIZE,
/// MASTER_ADDR, MASTER_PORT, as torchrun sets them) and OpenMP's threads, which belong to the placement. A
/// bound rank gets none of the user's variables that bind threads; a rank of baseline keeps them. Set
/// here and not by launchers, so that they are the same under all of them and can't differ from the
/// placement.
void set_environment(const harness::TrialFile& trial, const RankIdentity& identity);

/// The body of `accelbench place --trial FILE -- PROGRAM ARGS...`, run once per rank before MPI or any thread
/// starts: binds this process, sets its memory policy, starts PROGRAM with --trial FILE appended, waits for
/// it and leaves rank-N.end when it didn't end well. Dies with its launcher, and its program with it. Returns
/// the exit code.
int run_placed(const std::string& trial_file, std::vector<std::string> program);

}  // namespace accelbench::place
