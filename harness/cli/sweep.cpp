#include "harness/cli/sweep.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>

#include "harness/cli/audit_machines.h"
#include "harness/cli/meet_hosts.h"
#include "harness/cli/out_folder.h"
#include "harness/cli/plan_file.h"
#include "harness/cli/rescue.h"
#include "harness/cli/resume.h"
#include "harness/cli/variables.h"
#include "harness/counters/catalogue.h"
#include "harness/launch/hosts/preflight.h"
#include "harness/launch/hosts/question.h"
#include "harness/launch/launchers/allocation.h"
#include "harness/plan/cell_hosts.h"
#include "harness/plan/plan_json.h"
#include "topology/base/failure.h"
#include "topology/base/standard_streams.h"
#include "topology/base/visible_text.h"
#include "topology/environment.h"
#include "topology/machine_remarks.h"

namespace accelbench::cli {
namespace {

plan::Surroundings look_around(const SweepRequest& request) {
    plan::Surroundings around;
    around.hosts = plan::find_hosts(request.options);
    if (!request.dry_run) say_note(launch::forget_unreachable_allocation(around.hosts));
    if (request.from.empty()) {
        say_variables_passed_over();
        around.machine = topology::this_machine();
        around.environment = topology::read_environment();
    } else {
        around.machine = topology::machine_from(request.from);
    }
    return around;
}

/// Zero cells measured is never 0: 5 when the environment forbids what was planned, else 2, nothing selected.
[[noreturn]] void nothing_to_run(const plan::Plan& plan) {
    const auto forbidden = std::find_if(plan.cells.begin(), plan.cells.end(),
                                        [](const auto& cell) { return cell.skip_by_environment; });
    if (forbidden != plan.cells.end())
        throw Failure(Failure::Kind::environment, "no cell can run here: " + forbidden->skip);
    throw Failure(Failure::Kind::usage, fmt::format("none of the {} cells can be measured here: {}",
                                                    plan.cells.size(), plan.cells.front().skip));
}

int most_ranks(const plan::Plan& plan) {
    int ranks = 1;
    for (const int index : plan.runnable())
        ranks = std::max(ranks, plan.cells[static_cast<std::size_t>(index)].processes);
    return ranks;
}

int dry_run(const plan::Plan& plan) {
    write_output(describe_plan(plan));
    if (plan.runnable().empty()) nothing_to_run(plan);
    return 0;
}

/// Said before the first launch: hours of launches under emulation would give times that no report compares.
void warn_when_emulated(const plan::Plan& plan) {
    const auto& emulation = plan.surroundings.environment.emulation;
    if (emulation.empty()) return;
    talk(
        "warning: this machine is emulated ({}): placement is verified here, times mean nothing; no verdict "
        "will be given\n",
        emulation);
}

/// Before the first launch: what of this machine, or of its memory, the names of the policies don't say.
void warn_of_machine(const plan::Plan& plan) {
    std::vector<std::string> said;
    const auto warn = [&](const std::string& words) {
        if (std::find(said.begin(), said.end(), words) != said.end()) return;
        said.push_back(words);
        talk("warning: {}\n", words);
    };
    for (const auto& remark : topology::machine_remarks(plan.surroundings.machine)) warn(remark);
    for (const int index : plan.runnable())
        for (const auto& note : plan.cells[static_cast<std::size_t>(index)].placement_notes) warn(note);
}

void say_windows(const plan::Plan& plan) {
    talk_text(plan::describe_windows(plan.options, plan.surroundings.hosts));
}

/// Said before the first launch: a sweep that can't give a verdict looks complete otherwise.
void say_launches_for_verdict(const plan::Plan& plan) {
    const auto text = describe_launches_for_verdict(plan);
    if (!text.empty()) talk("{}\n", text);
}

/// Said before the first launch, so that nobody wonders whose ranks these were.
void say_launcher(const plan::Plan& plan) {
    if (plan.options.launcher != "auto") return;
    const auto choice = launch::auto_launcher();
    talk("launcher: {} ({}; --launcher selects another)\n", choice.name, choice.why);
}

int finish(const launch::SessionEnd& end, const launch::OutputFolder& folder, const std::string& plan_text,
           const OutputRequest& output) {
    write_result(end.document, output);
    if (!end.folder_trouble.empty()) throw lost_folder(end, folder, plan_text);
    std::error_code nowhere;  // the working folder may be gone by now
    const auto here = std::filesystem::current_path(nowhere);
    const auto near = nowhere ? "" : std::filesystem::proximate(folder.path, here, nowhere).string();
    const bool far = near.empty() || near.rfind("..", 0) == 0;
    const auto shown = far ? folder.path : near;  // as one would type it
    talk("\nreport: {}/report.html   document: {}/result.json\n", shown, shown);
    if (end.signal) {
        talk("interrupted; continue with: accelbench sweep --resume {}\n", shown);
        return 128 + end.signal;
    }
    if (!end.lost.empty())
        throw Failure(
            Failure::Kind::environment,
            fmt::format("{}; {} with: accelbench sweep --resume {}", end.lost, end.remedy, shown));
    return exit_code_of(end.document);
}

/// Of the machine that ranks are placed for. One elsewhere says what it can count; nothing is measured there.
std::optional<reports::CounterCatalogue> look_for_counters(const plan::Plan& plan) {
    if (plan.options.counters == "none") return std::nullopt;
    const auto* first =
        plan.hosts.empty() || !plan.hosts.front().facts ? nullptr : &*plan.hosts.front().facts;
    if (first == nullptr || launch::is_this_host(first->machine.hostname))
        return counters::measure_catalogue(plan.surroundings.machine, plan.surroundings.environment);
    auto catalogue = first->counters;
    if (catalogue)
        catalogue->roof_reason = fmt::format("it is not measured from here on {}", plan.hosts.front().name);
    return catalogue;
}

int run(plan::Plan& plan, const launch::LauncherRow& launcher, const launch::OutputFolder& folder,
        const OutputRequest& output) {
    say_binding_variables();
    if (launcher.name == "slurm") say_slurm_mpi_type();
    audit_machines(plan);  // first: calibrations are load too
    plan.counters = look_for_counters(plan);
    warn_when_emulated(plan);
    warn_of_machine(plan);
    say_launcher(plan);
    say_windows(plan);
    say_launches_for_verdict(plan);
    const auto plan_text = read_plan_file(folder).text;
    return finish(launch::run_session(plan, launcher, folder), folder, plan_text, output);
}

/// Documents are UTF-8 and hold what was typed: --resume reads it back.
void refuse_foreign_bytes(const std::vector<std::string>& argv) {
    for (const auto& word : argv)
        if (!is_utf8(word))
            throw Failure(Failure::Kind::usage,
                          fmt::format("'{}' is not UTF-8, and documents are; give another name", word));
}

int resume_sweep(const SweepRequest& request) {
    auto session = load_session(request);
    auto& plan = session.plan;
    if (request.dry_run) return dry_run(plan);
    check_commands(request, session);
    const auto held = hold_session(request, session.folder);
    const auto& launcher = launch::choose_launcher(plan.options.launcher, most_ranks(plan));
    say_note(launch::forget_unreachable_allocation(plan.surroundings.hosts));
    plan.hosts = launch::ask_hosts(plan, launcher);
    check_machine(request, plan);
    settle_hosts(plan);
    if (plan.runnable().empty()) nothing_to_run(plan);
    return run(plan, launcher, held.folder, request.output);
}

}  // namespace

int exit_code_of(const reports::Document& document) {
    const bool any_bad_trial =
        std::any_of(document.trials.begin(), document.trials.end(),
                    [](const auto& trial) { return trial.status != reports::TrialStatus::ok; });
    const bool losses_differ =
        std::any_of(document.summaries.begin(), document.summaries.end(),
                    [](const auto& summary) { return !summary.losses_differ.empty(); });
    return any_bad_trial || losses_differ ? 3 : 0;
}

int run_sweep(SweepRequest request) {
    refuse_foreign_bytes(request.argv);
    cross_check(request);
    if (!request.resume.empty()) return resume_sweep(request);
    auto plan = plan::make_plan(request.options, request.typed, look_around(request), request.argv);
    if (request.dry_run) return dry_run(plan);
    if (plan.runnable().empty()) nothing_to_run(plan);
    const auto& launcher = launch::choose_launcher(plan.options.launcher, most_ranks(plan));
    meet_hosts(plan, launcher);
    const auto text = plan::plan_to_text(plan);  // a host that is lost today may be back for --resume
    settle_hosts(plan);
    if (plan.runnable().empty()) nothing_to_run(plan);
    const auto held = make_out_folder(request.out, text);
    return run(plan, launcher, held.folder, request.output);
}

}  // namespace accelbench::cli
