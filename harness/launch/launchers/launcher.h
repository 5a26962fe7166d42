#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "harness/plan/hosts.h"

namespace accelbench::launch {

/// What a launcher is told about one trial. `ranks_per_machine` divides evenly: the plan saw to it.
struct LaunchRequest {
    int machines = 1;
    int ranks_per_machine = 1;
    plan::Hosts hosts;
    std::string accelbench;    // path of this program, for `place`
    std::string rank_program;  // path of accelbench-rank
    std::string trial_file;
    bool as_root = false;
    /// What starts a command on another machine, in place of ssh; may list alternatives.
    std::string rsh;
    bool here = false;                 // the one machine is this one: nothing has to reach another
    int major = 4;                     // of the launcher's version, where its options depend on it
    std::string slurm_mpi = "pmix";    // what srun is to start ranks for
    std::vector<std::string> pass_on;  // variables that ranks on other machines inherit too
};

/// A file of machines for launchers that take no user@host on their command line.
struct MachineFile {
    std::string path;
    std::string text;
};

/// The one that the tokens for `request` name, beside its trial file; nullopt where they name none. Whoever
/// runs the tokens writes it first.
std::optional<MachineFile> machine_file(const LaunchRequest& request);

/// Which of the machines that a launcher is given has rank 0.
enum class RankZero {
    first_named,
    where_called,
    first_of_job
};

/// One row of the launcher table: pure functions from a request to tokens, and how to tell whether it is
/// here.
struct LauncherRow {
    std::string_view name;
    std::string_view help;
    std::string_view program;  // what must be on the PATH; "" for none
    std::string_view remedy;   // when it isn't
    bool speaks_mpi = true;    // false: the one rank runs alone
    bool over_agent = true;    // reaches machines over ssh or --rsh, so that we may ask them the same way
    RankZero rank_zero = RankZero::first_named;
    std::vector<std::string> (*tokens)(const LaunchRequest&);
};

const std::vector<LauncherRow>& launchers();
const LauncherRow* find_launcher(std::string_view name);

std::vector<std::string> openmpi_tokens(const LaunchRequest& request);
std::vector<std::string> mpich_tokens(const LaunchRequest& request);
std::vector<std::string> slurm_tokens(const LaunchRequest& request);
std::vector<std::string> local_tokens(const LaunchRequest& request);

/// The tail that all launchers share: accelbench place --trial FILE -- accelbench-rank.
std::vector<std::string> place_tokens(const LaunchRequest& request);

/// What `auto` takes here, and why.
struct AutoChoice {
    std::string_view name;
    std::string why;
};

/// srun inside a Slurm allocation, else Open MPI's mpirun, else Hydra's mpiexec where it is the only one.
AutoChoice auto_launcher();

/// The launcher for `wished` ("auto" or a row's name). Throws
/// Failure(environment) with the remedy when its program is not on the PATH, Failure(usage) when one rank
/// alone can't do what is planned (`most_ranks` > 1 with local).
const LauncherRow& choose_launcher(const std::string& wished, int most_ranks);

/// First line of `program --version`; "" for none.
std::string launcher_version(const LauncherRow& row);

/// "mpirun (Open MPI) 5.0.7" -> 5; 4, whose options most know, where no number is in it. Pure.
int major_version(const std::string& version);

/// What srun's --mpi is: $SLURM_MPI_TYPE, as without us; pmix where it is unset, or none, which would leave
/// each rank alone.
std::string slurm_mpi_type();

/// Full path of `program`, on the PATH where it names no folder; nullopt when nothing there can be run.
std::optional<std::string> find_program(std::string_view program);

}  // namespace accelbench::launch
