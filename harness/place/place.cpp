#include "harness/place/place.h"

#include <fmt/format.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>

#include "harness/handover/trial_file.h"
#include "topology/base/exec.h"
#include "topology/base/failure.h"
#include "topology/base/program.h"
#include "topology/base/this_host.h"
#include "topology/bind.h"

namespace accelbench::place {
namespace {

int end_with(const harness::TrialFile& trial, harness::RankEnd end, int exit_code) {
    end.host = host_name();
    harness::write_rank_end(end, harness::rank_end_path(trial.folder, end.rank));
    return exit_code;
}

/// Starts the program and waits: its supervisor is the one witness that survives a crash.
int supervise(const harness::TrialFile& trial, int rank, const std::vector<std::string>& program) {
    const pid_t self = getpid();
    const pid_t child = fork();
    if (child < 0) return end_with(trial, {rank, "", 0, 1, fmt::format("fork: {}", std::strerror(errno))}, 1);
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        if (getppid() != self) _exit(1);  // the supervisor died before the line above took effect
        restore_signals();
        exec_tokens(program);
        _exit(127);
    }
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return 0;
    if (WIFSIGNALED(status))
        return end_with(trial, {rank, "", WTERMSIG(status), 0, ""}, 128 + WTERMSIG(status));
    return end_with(trial, {rank, "", 0, WEXITSTATUS(status), ""}, WEXITSTATUS(status));
}

}  // namespace

int run_placed(const std::string& trial_file, std::vector<std::string> program) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);  // no stray ranks: they go when their launcher goes
    const auto trial = harness::read_trial_file(trial_file);
    const auto identity = identify_rank(trial.launcher);
    if (identity.local_rank >= static_cast<int>(trial.placement.size()))
        throw Failure(Failure::Kind::usage,
                      fmt::format("local rank {} has no placement in {}, which plans {} ranks a machine",
                                  identity.local_rank, trial_file, trial.placement.size()));
    const auto& placement = trial.placement[static_cast<std::size_t>(identity.local_rank)];
    if (const auto refused = topology::bind_process(placement))
        return end_with(trial, {identity.rank, "", 0, 5, *refused}, 5);
    set_environment(trial, identity);
    program.insert(program.end(), {"--trial", trial_file});
    return supervise(trial, identity.rank, program);
}

}  // namespace accelbench::place
