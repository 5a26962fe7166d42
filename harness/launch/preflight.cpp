#include "harness/launch/preflight.h"

#include <fmt/format.h>

#include <algorithm>
#include <csignal>

#include "harness/exec.h"
#include "harness/launch/host_answer.h"
#include "harness/launch/links.h"
#include "harness/launch/scratch_folder.h"
#include "harness/launch/signals.h"
#include "harness/plan/cell_hosts.h"
#include "reports/cells.h"
#include "topology/failure.h"

namespace accelbench::launch {
namespace {

constexpr int agent_failed = 255;  // of ssh and its like: the host was not reached

std::string no_answer(const Answer& answer) {
    const bool reached = answer.exit_code >= 0 && answer.exit_code != agent_failed;
    if (!reached)
        return fmt::format("does not answer ({}: {}); bring it back, or leave it out of the hosts",
                           answer.command, answer.said);
    return fmt::format("can't run this accelbench ({}: {}); install the same version there, at the same path",
                       answer.command, answer.said);
}

/// What both clocks say bounds the offset: theirs began after we asked and was done before we had the answer.
reports::ClockOffset clock_of(const HostAnswer& host, const Answer& answer) {
    const double highest = host.began_unix_seconds - answer.asked_unix_seconds;
    const double lowest = host.done_unix_seconds - answer.answered_unix_seconds;
    return {(highest + lowest) / 2, (highest - lowest) / 2};
}

std::vector<reports::Host> ask_over_agent(const plan::Plan& plan, int machines, double patience,
                                          const std::vector<std::string>& command) {
    const ScratchFolder folder;
    std::vector<Question> questions;
    for (int i = 0; i < machines; ++i) {
        const auto& host = plan.surroundings.hosts.names[static_cast<std::size_t>(i)];
        questions.push_back({host, words_for_host(host, plan.options.rsh, command)});
    }
    const auto answers = ask_all(questions, folder.path(), patience);
    std::vector<reports::Host> hosts;
    for (std::size_t i = 0; i < answers.size(); ++i) hosts.push_back(host_of(questions[i].name, answers[i]));
    return hosts;
}

std::vector<reports::Host> ask_over_slurm(const plan::Plan& plan, int machines, double patience,
                                          const std::vector<std::string>& command) {
    const ScratchFolder folder;
    const auto& hosts = plan.surroundings.hosts;
    const auto names = plan::first_names(hosts, machines);
    const auto answers = ask_all({{"step", step_tokens(names, machines, command)}}, folder.path(), patience);
    return hosts_of_step(names, machines, answers.front());
}

std::vector<reports::Host> ask(const plan::Plan& plan, const LauncherRow& launcher, double patience) {
    const auto& hosts = plan.surroundings.hosts;
    const int machines =
        plan.options.rotate_hosts ? hosts.available() : std::min(most_machines(plan), hosts.available());
    const std::vector<std::string> command = {harness::own_path(), "host-facts"};
    const bool by_name = launcher.over_agent && !hosts.names.empty();
    return by_name ? ask_over_agent(plan, machines, patience, command)
                   : ask_over_slurm(plan, machines, patience, command);
}

/// The hosts of a cell: those that it names, else the first.
bool is_needed(const reports::Cell& cell, const reports::Host& host, int place) {
    const auto chosen = reports::chosen_hosts(cell);
    if (chosen.empty()) return place < cell.machines;
    return std::find(chosen.begin(), chosen.end(), host.name) != chosen.end();
}

std::string missing(const reports::Cell& cell, const std::vector<reports::Host>& hosts) {
    std::string reason;
    for (int i = 0; i < static_cast<int>(hosts.size()); ++i) {
        const auto& host = hosts[static_cast<std::size_t>(i)];
        if (!host.trouble.empty() && is_needed(cell, host, i))
            reason +=
                fmt::format("{}{}, which {}", reason.empty() ? "needs " : "; and ", host.name, host.trouble);
    }
    return reason;
}

}  // namespace

reports::Host host_of(const std::string& name, const Answer& answer) {
    reports::Host host{name, "", std::nullopt, std::nullopt};
    if (!answer.ended_well) {
        host.trouble = no_answer(answer);
        return host;
    }
    try {
        const auto said = host_answer_from_text(answer.output);
        host.facts = said.facts;
        host.clock = clock_of(said, answer);
    } catch (const Failure& failure) {
        host.trouble =
            fmt::format("can't take part: {} ({}); install the same version there, at the same path",
                        failure.what(), answer.command);
    }
    return host;
}

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
