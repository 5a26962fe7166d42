#include "harness/launch/reach.h"

#include <fmt/format.h>

#include <vector>

#include "harness/launch/question.h"

namespace accelbench::launch {

std::string silent_hosts(const plan::Hosts& hosts, int machines, const std::string& rsh,
                         const std::string& folder, double patience_seconds) {
    std::vector<Question> questions;
    for (int i = 0; i < machines && i < static_cast<int>(hosts.names.size()); ++i) {
        const auto& host = hosts.names[static_cast<std::size_t>(i)];
        questions.push_back({host, words_for_host(host, rsh, {"true"})});
    }
    const auto answers = ask_all(questions, folder, patience_seconds);
    std::string text;
    for (std::size_t i = 0; i < answers.size(); ++i)
        if (!answers[i].ended_well)
            text += fmt::format("; {} does not answer ({}: {})", questions[i].name, answers[i].command,
                                answers[i].said);
    return text;
}

}  // namespace accelbench::launch
