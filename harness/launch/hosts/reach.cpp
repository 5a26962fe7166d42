#include "harness/launch/hosts/reach.h"

#include <fmt/format.h>

#include <vector>

#include "harness/launch/hosts/preflight.h"
#include "harness/launch/hosts/question.h"
#include "harness/plan/cell_hosts.h"
#include "reports/analysis/host_troubles.h"

namespace accelbench::launch {
namespace {

constexpr double agent_patience_seconds = 10;
/// srun tries a node whose daemon is gone for 10 s before it says so.
constexpr double slurm_patience_seconds = 15;

}  // namespace

std::string silent_hosts(const Reach& reach, const std::string& folder, double patience) {
    const bool by_agent = reach.over_agent && !reach.hosts.names.empty();
    std::vector<Question> questions;
    const auto names = plan::first_names(reach.hosts, reach.machines);
    for (int i = 0; i < static_cast<int>(names.size()); ++i) {
        const auto& host = names[static_cast<std::size_t>(i)];
        questions.push_back({host, by_agent ? words_for_host(reach.hosts.login(i), reach.rsh, {"true"})
                                            : step_tokens({host}, 1, {"true"})});
    }
    if (patience == 0) patience = by_agent ? agent_patience_seconds : slurm_patience_seconds;
    const auto answers = ask_all(questions, folder, patience);
    std::vector<reports::Host> hosts;
    for (std::size_t i = 0; i < answers.size(); ++i)
        if (!answers[i].ended_well)
            hosts.push_back(
                {questions[i].name,
                 fmt::format("does not answer ({}: {})", answers[i].command, answers[i].said),
                 {},
                 {}});
    std::string text;
    for (const auto& trouble : reports::host_troubles(hosts)) text += "; " + trouble.sentence();
    return text;
}

}  // namespace accelbench::launch
