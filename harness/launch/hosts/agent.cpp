#include "harness/launch/hosts/agent.h"

#include <fmt/format.h>

#include <array>
#include <cstdlib>
#include <sstream>

#include "harness/launch/launchers/launcher.h"
#include "topology/base/split.h"

namespace accelbench::launch {
namespace {

constexpr const char* own_default = "ssh -o BatchMode=yes -o ConnectTimeout=5";

/// Open MPI 5 reads the first, Open MPI 4 the second, Hydra the third.
constexpr std::array<const char*, 3> variables = {"PRTE_MCA_plm_ssh_agent", "OMPI_MCA_plm_rsh_agent",
                                                  "HYDRA_LAUNCHER_EXEC"};

struct Named {
    std::string text, source;
};

Named named_agent(const std::string& rsh) {
    if (!rsh.empty()) return {rsh, "--rsh"};
    for (const char* variable : variables) {
        const char* set = std::getenv(variable);
        if (set && std::string(set).find_first_not_of(" \t:") != std::string::npos) return {set, variable};
    }
    return {};
}

std::vector<std::string> words_of(const std::string& text) {
    std::istringstream stream(text);
    std::vector<std::string> words;
    for (std::string word; stream >> word;) words.push_back(word);
    return words;
}

}  // namespace

Agent find_agent(const std::string& rsh) {
    const auto named = named_agent(rsh);
    Agent first;
    for (const auto& text : split(named.text.empty() ? own_default : named.text, ':')) {
        auto words = words_of(text);
        if (words.empty()) continue;
        if (find_program(words.front())) return {std::move(words), named.source, true};
        if (first.words.empty()) first = {std::move(words), named.source, false};
    }
    return first;
}

std::string agent_text(const std::string& rsh) { return named_agent(rsh).text; }

std::string missing_agent(const Agent& agent) {
    if (agent.is_here) return "";
    const auto program = agent.words.empty() ? std::string("ssh") : agent.words.front();
    if (agent.source.empty())
        return fmt::format(
            "can't be reached: no {} on the PATH here; install it (Debian, Ubuntu: apt-get install "
            "openssh-client), or give another program with --rsh",
            program);
    return fmt::format(
        "can't be reached: {} (from {}) is no program here; install it, or give another with --rsh", program,
        agent.source);
}

}  // namespace accelbench::launch
