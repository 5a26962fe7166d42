#include "harness/launch/reach.h"

#include <fmt/format.h>

#include <vector>

#include "harness/launch/preflight.h"
#include "harness/launch/question.h"
#include "harness/plan/cell_hosts.h"

namespace accelbench::launch {
namespace {

constexpr double agent_patience_seconds = 10;
/// srun tries a node whose daemon is gone for 10 s before it says so.
constexpr double slurm_patience_seconds = 15;

}  // namespace

std::string silent_hosts(const Reach& reach, const std::string& folder, double patience) {
    const bool by_agent = reach.over_agent && !reach.hosts.names.empty();
    std::vector<Question> questions;
    for (const auto& host : plan::first_names(reach.hosts, reach.machines))
        questions.push_back(
            {host, by_agent ? words_for_host(host, reach.rsh, {"true"}) : step_tokens({host}, 1, {"true"})});
    if (patience == 0) patience = by_agent ? agent_patience_seconds : slurm_patience_seconds;
    const auto answers = ask_all(questions, folder, patience);
    std::string text;
    for (std::size_t i = 0; i < answers.size(); ++i)
        if (!answers[i].ended_well)
            text += fmt::format("; {} does not answer ({}: {})", questions[i].name, answers[i].command,
                                answers[i].said);
    return text;
}

}  // namespace accelbench::launch
