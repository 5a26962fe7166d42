#include "harness/launch/session/links.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "harness/handover/links_file.h"
#include "harness/handover/trial_file.h"
#include "harness/launch/hosts/rank_zero.h"
#include "harness/launch/hosts/reach.h"
#include "harness/launch/process/process.h"
#include "harness/launch/session/gather.h"
#include "harness/launch/session/request.h"
#include "harness/plan/cell_hosts.h"

namespace accelbench::launch {
namespace {

namespace fs = std::filesystem;

/// The launcher's start and the last pairs need the part that the survey leaves.
constexpr double default_timeout_seconds = 90;
constexpr double survey_part = 2.0 / 3;

double timeout_of(const plan::Plan& plan) {
    return plan.options.timeout_seconds > 0 ? plan.options.timeout_seconds : default_timeout_seconds;
}

/// One rank a machine; in a rotation on each host that takes part, else on the first.
reports::Cell survey_cell(const plan::Plan& plan, int machines) {
    reports::Cell cell;
    cell.machines = cell.processes = machines;
    for (const auto& host : plan.hosts)
        if (plan.options.rotate_hosts && host.trouble.empty()) cell.hosts.push_back(host.name);
    return cell;
}

/// Where the system puts it.
harness::TrialFile trial_of(const plan::Plan& plan, const LauncherRow& launcher, const reports::Cell& cell,
                            const std::string& folder) {
    harness::TrialFile trial;
    trial.cell = "links";
    trial.folder = folder;
    trial.placement.resize(1);
    trial.placement.front().threads = 1;
    trial.processes = cell.processes;
    trial.launcher = launcher.name;
    trial.master_address =
        address_of_rank_0(plan::hosts_of(cell, plan.surroundings.hosts), launcher, cell.machines);
    trial.links_seconds = timeout_of(plan) * survey_part;
    return trial;
}

/// How the launch ended; "" when all ranks reported.
std::string run_survey(const plan::Plan& plan, const LauncherRow& launcher, int machines,
                       const fs::path& folder) {
    const double timeout = timeout_of(plan);
    fs::remove_all(folder);
    fs::create_directories(folder);
    const auto file = (folder / "trial.json").string();
    const auto cell = survey_cell(plan, machines);
    harness::write_trial_file(trial_of(plan, launcher, cell, folder.string()), file);
    const auto end =
        run_process(ready_command(plan, launcher, cell, file), (folder / "output.log").string(), timeout);
    reports::Trial trial;
    gather(trial, folder.string(), machines, end, timeout);
    if (trial.status == reports::TrialStatus::ok) return "";
    const bool nobody_spoke = trial.ranks.empty() && trial.status != reports::TrialStatus::interrupted;
    if (launcher.speaks_mpi && nobody_spoke)
        trial.reason += silent_hosts(
            {plan::hosts_of(cell, plan.surroundings.hosts), machines, launcher.over_agent, plan.options.rsh},
            folder.string());
    return trial.reason;
}

std::string left_out_words(const harness::LinksFile& found, double seconds) {
    if (found.left_out == 0) return "";
    const auto all = found.links.size() + static_cast<std::size_t>(found.left_out);
    return fmt::format(
        "{} of {} pairs of machines were not measured: the {:.0f} s ran out; --timeout allows more",
        found.left_out, all, seconds);
}

}  // namespace

Links measure_links(const plan::Plan& plan, const LauncherRow& launcher, const std::string& trials_folder) {
    const int machines = plan.most_machines();
    if (machines == 1) return {};
    const fs::path folder = fs::path(trials_folder) / "links";
    try {
        if (auto reason = run_survey(plan, launcher, machines, folder); !reason.empty())
            return {{}, std::move(reason)};
        auto found = harness::read_links_file(harness::links_path(folder.string()));
        fs::remove_all(folder);
        auto reason = left_out_words(found, timeout_of(plan) * survey_part);
        return {std::move(found.links), std::move(reason)};
    } catch (const std::exception& error) {  // the disk
        return {{}, error.what()};
    }
}

}  // namespace accelbench::launch
