#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <map>

#include "harness/launch/hosts/agent.h"
#include "harness/launch/hosts/host_answer.h"
#include "harness/launch/hosts/preflight.h"
#include "harness/launch/process/words.h"
#include "topology/base/failure.h"
#include "topology/base/temporary_folder.h"

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
    const double highest = host.started_unix_seconds - answer.asked_unix_seconds;
    const double lowest = host.done_unix_seconds - answer.answered_unix_seconds;
    return {(highest + lowest) / 2, (highest - lowest) / 2};
}

/// A host with what tells it from all other machines.
struct Told {
    reports::Host host;
    std::string identity;
};

Told told_by(const std::string& name, const Answer& answer) {
    Told told{{name, "", std::nullopt, std::nullopt}, ""};
    if (!answer.ended_well) {
        told.host.trouble = no_answer(answer);
        return told;
    }
    try {
        const auto said = host_answer_from_text(answer.output);
        told.host.facts = said.facts;
        told.host.clock = clock_of(said, answer);
        told.identity = said.identity;
    } catch (const Failure& failure) {
        told.host.trouble =
            fmt::format("can't take part: {} ({}); install the same version there, at the same path",
                        failure.what(), answer.command);
    }
    return told;
}

/// Nobody has to be waited for to know this machine.
Told told_here(const std::string& name) {
    const auto said = look_at_this_host();
    return {{name, "", said.facts, reports::ClockOffset{}}, said.identity};
}

/// The cells of a pair of them would measure the memory of one machine as a network.
void refuse_two_names_of_one(const std::vector<Told>& all) {
    std::map<std::string, std::vector<std::string>> names;
    for (const auto& told : all)
        if (!told.identity.empty()) names[told.identity].push_back(told.host.name);
    for (const auto& told : all) {
        const auto found = names.find(told.identity);
        if (found == names.end() || found->second.size() == 1) continue;
        const auto& several = found->second;
        throw Failure(Failure::Kind::usage,
                      fmt::format("{} are names of one machine ({}); name each machine once in --hosts or "
                                  "--hostfile",
                                  fmt::join(several, " and "), told.host.facts->machine.hostname));
    }
}

/// Hydra takes the text of -launcher-exec for the path of a program.
void check_agent(const Agent& agent, const LauncherRow& launcher) {
    if (launcher.name != "mpich" || agent.source.empty() || agent.words.size() == 1) return;
    throw Failure(Failure::Kind::usage,
                  fmt::format("{} '{}': mpiexec.hydra takes a program without options; put them into "
                              "~/.ssh/config, or the command into a script of its own",
                              agent.source, fmt::join(agent.words, " ")));
}

/// Those elsewhere, side by side.
void ask_the_others(std::vector<Told>& all, const plan::Hosts& hosts, const Agent& agent, double patience,
                    const std::vector<std::string>& command) {
    const TemporaryFolder folder;
    std::vector<Question> questions;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < all.size(); ++i) {
        if (all[i].host.facts) continue;
        all[i].host.trouble = missing_agent(agent);
        if (!all[i].host.trouble.empty()) continue;
        auto words = agent.words;
        words.push_back(hosts.login(static_cast<int>(i)));
        words.push_back(shell_words(command));
        questions.push_back({all[i].host.name, std::move(words)});
        places.push_back(i);
    }
    const auto answers = ask_all(questions, folder.path(), patience);
    for (std::size_t i = 0; i < answers.size(); ++i)
        all[places[i]] = told_by(questions[i].name, answers[i]);
}

}  // namespace

reports::Host host_of(const std::string& name, const Answer& answer) { return told_by(name, answer).host; }

std::vector<reports::Host> ask_over_agent(const plan::Plan& plan, const LauncherRow& launcher,
                                          const std::vector<std::string>& names, double patience,
                                          const std::vector<std::string>& command) {
    const auto own = own_among(names);
    std::vector<Told> all;
    for (const auto& name : names) {  // first, alone: it reads the environment and measures a little
        const bool here = std::find(own.begin(), own.end(), name) != own.end();
        all.push_back(here ? told_here(name) : Told{{name, "", std::nullopt, std::nullopt}, ""});
    }
    if (own.size() < names.size()) {
        const auto agent = find_agent(plan.options.rsh);
        check_agent(agent, launcher);
        ask_the_others(all, plan.surroundings.hosts, agent, patience, command);
    }
    refuse_two_names_of_one(all);
    std::vector<reports::Host> hosts;
    for (auto& told : all) hosts.push_back(std::move(told.host));
    return hosts;
}

}  // namespace accelbench::launch
