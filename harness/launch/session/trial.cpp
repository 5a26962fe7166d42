#include "harness/launch/session/trial.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>

#include "harness/handover/trial_file.h"
#include "harness/launch/hosts/job.h"
#include "harness/launch/hosts/rank_zero.h"
#include "harness/launch/hosts/reach.h"
#include "harness/launch/launchers/mapping_variables.h"
#include "harness/launch/process/load.h"
#include "harness/launch/process/process.h"
#include "harness/launch/session/gather.h"
#include "harness/launch/session/request.h"
#include "harness/plan/cell_hosts.h"
#include "harness/plan/work.h"
#include "reports/model/host.h"
#include "reports/model/interned.h"
#include "topology/base/clock.h"
#include "topology/base/failure.h"
#include "topology/environment.h"

namespace accelbench::launch {
namespace {

namespace fs = std::filesystem;

constexpr double agent_grace_seconds = 5;
/// srun tries a dead node for 10 s before it ends the ranks that it has started on others. Killed before, it
/// would leave them running.
constexpr double srun_grace_seconds = 15;

void prepare(const fs::path& folder, const plan::Plan& plan, const LauncherRow& launcher,
             const reports::Cell& cell) {
    std::error_code error;
    fs::remove_all(folder, error);  // of a trial that a crash cut off
    fs::create_directory(folder.parent_path(),
                         error);  // no further up: a session's folder that is gone stays gone
    if (!error) fs::create_directory(folder, error);
    if (error)
        throw Failure(Failure::Kind::environment,
                      fmt::format("{}: {}; free some space or give another --out, then continue with --resume",
                                  folder.string(), error.message()));
    const auto& options = plan.options;
    const auto hosts = plan::hosts_of(cell, plan.surroundings.hosts);
    harness::TrialFile file{cell.id,
                            cell.kernel,
                            plan::work_of(cell, options).parameters,
                            options.seed,
                            options.steps,
                            launcher.speaks_mpi,
                            cell.oversubscribed,
                            folder.string(),
                            cell.placement,
                            plan::allreduce_of(cell, options),
                            cell.processes,
                            address_of_rank_0(hosts, launcher, cell.machines)};
    file.counters = options.counters;
    file.launcher = launcher.name;
    harness::write_trial_file(file, (folder / "trial.json").string());
}

/// How many times as long as on an idle machine work took on the busiest of the hosts when they were asked;
/// at least 1.
double busiest_host(const std::vector<reports::Host>& hosts) {
    double factor = 1;
    for (const auto& host : hosts)
        if (host.facts && host.facts->machine.cpus.size() > 0)
            factor = std::max(factor, host.facts->environment.load_1min / host.facts->machine.cpus.size());
    return factor;
}

/// A lost machine is lost silently: all ranks wait, and none can say for whom.
bool nobody_spoke(const reports::Trial& trial) {
    return trial.status == reports::TrialStatus::timeout ||
           (trial.status == reports::TrialStatus::failed && trial.ranks.empty());
}

/// A trial that Slurm took its job from is none of the cell's failures: it is run again when the session goes
/// on.
void name_what_is_lost(reports::Trial& trial, const plan::Plan& plan, const LauncherRow& launcher,
                       const reports::Cell& cell, const fs::path& folder) {
    const auto over = launcher.over_agent ? "" : why_job_is_over(folder.string());
    if (!over.empty()) {
        trial.status = reports::TrialStatus::interrupted;
        trial.reason = over;
    } else if (cell.machines > 1) {
        const auto silent = silent_hosts({plan::hosts_of(cell, plan.surroundings.hosts), cell.machines,
                                          launcher.over_agent, plan.options.rsh},
                                         folder.string());
        trial.reason += silent;
        if (!silent.empty()) return;
    }
    if (launcher.name == "openmpi") trial.reason += mapping_variables_note();
}

}  // namespace

reports::Trial run_trial(const plan::Plan& plan, const LauncherRow& launcher, const reports::Cell& cell,
                         const std::string& trials_folder, int sequence) {
    reports::Trial trial;
    trial.sequence = sequence;
    trial.cell = cell.id;
    trial.started_unix_seconds = unix_seconds();
    const fs::path folder = fs::path(trials_folder) / fmt::format("{:06}", sequence);
    const auto start = std::chrono::steady_clock::now();
    prepare(folder, plan, launcher, cell);
    const auto before = topology::read_kernel_counters();
    const bool typed = plan.options.timeout_seconds > 0;  // then it is kept to the second
    double timeout = plan::trial_timeout_seconds(cell, plan.options);
    if (!typed && cell.machines > 1) timeout *= busiest_host(plan.hosts);
    const auto end = run_process(ready_command(plan, launcher, cell, (folder / "trial.json").string()),
                                 (folder / "output.log").string(), timeout,
                                 launcher.over_agent ? agent_grace_seconds : srun_grace_seconds, "",
                                 typed ? nullptr : static_cast<double (*)()>(slowdown));
    const double waited = seconds_since(start);
    gather(trial, folder.string(), cell.processes, end, typed ? timeout : waited);
    if (launcher.speaks_mpi && nobody_spoke(trial)) name_what_is_lost(trial, plan, launcher, cell, folder);
    for (const auto& [name, delta] : topology::counter_deltas(before, topology::read_kernel_counters()))
        trial.kernel_counters.emplace_back(reports::interned(name), delta);
    trial.wall_seconds = seconds_since(start);
    std::error_code ignored;  // a folder that stays costs a few kilobytes, not a trial
    if (trial.status == reports::TrialStatus::ok || trial.status == reports::TrialStatus::interrupted)
        fs::remove_all(folder, ignored);
    return trial;
}

}  // namespace accelbench::launch
