#include "harness/launch/reach.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdlib>
#include <future>
#include <sstream>
#include <vector>

#include "harness/launch/gather.h"
#include "harness/launch/process.h"

namespace accelbench::launch {
namespace {

/// Never asks for a password: nobody sits there to type it.
std::vector<std::string> agent_words(const std::string& rsh) {
    const char* set = std::getenv("OMPI_MCA_plm_rsh_agent");
    std::istringstream text(!rsh.empty() ? rsh : set ? set : "ssh -o BatchMode=yes -o ConnectTimeout=5");
    std::vector<std::string> words;
    for (std::string word; text >> word;) words.push_back(word);
    return words;
}

std::string ask(std::vector<std::string> tokens, const std::string& host, const std::string& log,
                double patience_seconds) {
    tokens.insert(tokens.end(), {host, "true"});
    const auto end = run_process(tokens, log, patience_seconds, 1);
    if (end.how == ProcessEnd::How::exited && end.code == 0) return "";
    const auto tail = log_tail(log);
    return fmt::format("; {} does not answer ({}: {})", host, fmt::join(tokens, " "),
                       tail.empty() ? "silence" : tail);
}

}  // namespace

std::string silent_hosts(const plan::Hosts& hosts, int machines, const std::string& rsh,
                         const std::string& folder, double patience_seconds) {
    std::vector<std::future<std::string>> answers;
    for (int i = 0; i < machines && i < static_cast<int>(hosts.names.size()); ++i) {
        const auto& host = hosts.names[static_cast<std::size_t>(i)];
        answers.push_back(std::async(std::launch::async, ask, agent_words(rsh), host,
                                     fmt::format("{}/reach-{}.log", folder, host), patience_seconds));
    }
    std::string text;
    for (auto& answer : answers) text += answer.get();
    return text;
}

}  // namespace accelbench::launch
