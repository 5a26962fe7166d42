#include "harness/launch/hosts/preflight.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>

#include "harness/launch/process/signals.h"
#include "harness/plan/cell_hosts.h"
#include "reports/analysis/host_troubles.h"
#include "reports/model/cells.h"
#include "topology/base/exec.h"
#include "topology/base/failure.h"
#include "topology/base/temporary_folder.h"

namespace accelbench::launch {
namespace {

std::vector<reports::Host> ask_over_slurm(const plan::Plan& plan, int machines, double patience,
                                          const std::vector<std::string>& command) {
    const TemporaryFolder folder;
    const auto& hosts = plan.surroundings.hosts;
    const auto names = plan::first_names(hosts, machines);
    const auto answers = ask_all({{"step", step_tokens(names, machines, command)}}, folder.path(), patience);
    return hosts_of_step(names, machines, answers.front());
}

std::vector<reports::Host> ask(const plan::Plan& plan, const LauncherRow& launcher, double patience) {
    const auto& hosts = plan.surroundings.hosts;
    const int machines =
        plan.options.rotate_hosts ? hosts.available() : std::min(plan.most_machines(), hosts.available());
    const std::vector<std::string> command = {own_path(), "host-facts"};
    if (!launcher.over_agent && hosts.users_of_first(machines) > 0)
        throw Failure(Failure::Kind::usage,
                      "srun starts ranks as you: omit the user before a host's name");
    const auto names = plan::first_names(hosts, machines);
    const bool only_here = machines == 1 && !names.empty() && is_this_host(names.front());
    if (launcher.over_agent && (!hosts.names.empty() || only_here))
        return ask_over_agent(plan, launcher, names, patience, command);
    return ask_over_slurm(plan, machines, patience, command);
}

/// The hosts of a cell: those that it names, else the first.
bool is_needed(const reports::Cell& cell, const reports::Host& host, int place) {
    if (cell.hosts.empty()) return place < cell.machines;
    return std::find(cell.hosts.begin(), cell.hosts.end(), host.name) != cell.hosts.end();
}

std::string missing(const reports::Cell& cell, const std::vector<reports::Host>& hosts) {
    std::vector<reports::Host> lost;
    for (int i = 0; i < static_cast<int>(hosts.size()); ++i) {
        const auto& host = hosts[static_cast<std::size_t>(i)];
        if (!host.trouble.empty() && is_needed(cell, host, i))
            lost.push_back({host.name, host.trouble, std::nullopt, std::nullopt});
    }
    std::string reason;
    for (const auto& trouble : reports::host_troubles(lost))
        reason += (reason.empty() ? "needs " : "; and ") + trouble.clause();
    return reason;
}

}  // namespace

std::vector<reports::Host> ask_hosts(const plan::Plan& plan, const LauncherRow& launcher, double patience) {
    const auto& hosts = plan.surroundings.hosts;
    if (!launcher.speaks_mpi || (hosts.names.empty() && hosts.slurm_nodes == 0)) return {};
    std::vector<reports::Host> answers;
    int signal = 0;
    {  // noted here, so that what was started ends in order; then the signal has its way
        const SignalGuard guard;
        answers = ask(plan, launcher, patience);
        signal = noted_signal();
    }
    if (signal) std::raise(signal);
    return answers;
}

void skip_cells_without(plan::Plan& plan, const std::vector<reports::Host>& hosts) {
    for (auto& cell : plan.cells) {
        if (!cell.skip.empty()) continue;
        cell.skip = missing(cell, hosts);
        cell.skip_by_environment = !cell.skip.empty();
    }
}

}  // namespace accelbench::launch
