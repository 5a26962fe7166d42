#include "harness/launch/session/request.h"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <map>

#include "harness/launch/hosts/agent.h"
#include "harness/launch/hosts/question.h"
#include "harness/launch/session/session.h"
#include "harness/plan/cell_hosts.h"
#include "topology/base/exec.h"
#include "topology/base/failure.h"
#include "topology/base/list_text.h"
#include "topology/openmp_variables.h"

namespace accelbench::launch {
namespace {

/// Of the program as it is on the PATH now; asked once, as each trial needs it.
int major_of(const LauncherRow& launcher) {
    static std::map<std::string, int> known;
    const auto program = find_program(launcher.program);
    if (!program) return 4;
    const auto [entry, is_new] = known.try_emplace(*program, 4);
    if (is_new) entry->second = major_version(launcher_version(launcher));
    return entry->second;
}

/// Where one machine is meant: nobody named another.
bool is_here(const LauncherRow& launcher, const plan::Hosts& hosts, int machines) {
    if (!launcher.over_agent || machines > 1) return false;
    const auto names = plan::first_names(hosts, 1);
    return names.empty() ? hosts.slurm_nodes == 0 : is_this_host(names.front());
}

/// Hydra takes one program and no list.
std::string agent_for(const LauncherRow& launcher, const std::string& rsh) {
    if (launcher.name != "mpich") return agent_text(rsh);
    const auto agent = find_agent(rsh);
    return agent.source.empty() ? "" : join(agent.words, " ");
}

}  // namespace

LaunchRequest request_of(const plan::Plan& plan, const LauncherRow& launcher, const reports::Cell& cell,
                         const std::string& trial_file) {
    LaunchRequest request;
    request.machines = cell.machines;
    request.ranks_per_machine = cell.processes / cell.machines;
    request.hosts = plan::hosts_of(cell, plan.surroundings.hosts);
    request.accelbench = own_path();
    request.rank_program =
        (std::filesystem::path(request.accelbench).parent_path() / "accelbench-rank").string();
    request.trial_file = trial_file;
    request.as_root = geteuid() == 0;
    request.rsh = agent_for(launcher, plan.options.rsh);
    request.here = is_here(launcher, request.hosts, request.machines);
    if (launcher.name == "openmpi") request.major = major_of(launcher);
    request.slurm_mpi = slurm_mpi_type();
    request.pass_on = topology::binding_names();
    return request;
}

std::vector<std::string> cell_command(const plan::Plan& plan, const LauncherRow& launcher,
                                      const reports::Cell& cell, const std::string& trial_file) {
    return launcher.tokens(request_of(plan, launcher, cell, trial_file));
}

std::vector<std::string> ready_command(const plan::Plan& plan, const LauncherRow& launcher,
                                       const reports::Cell& cell, const std::string& trial_file) {
    const auto request = request_of(plan, launcher, cell, trial_file);
    if (const auto machines = machine_file(request); machines && launcher.name == "openmpi") {
        std::ofstream file(machines->path);
        file << machines->text << std::flush;
        if (!file)
            throw Failure(
                Failure::Kind::environment,
                fmt::format("{}: {}; free some space or give another --out, then continue with --resume",
                            machines->path, std::strerror(errno)));
    }
    return launcher.tokens(request);
}

}  // namespace accelbench::launch
