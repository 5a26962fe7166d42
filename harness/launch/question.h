#pragma once

#include <string>
#include <vector>

namespace accelbench::launch {

/// What came of a question: a command that was run here or on another machine.
struct Answer {
    std::string command;  // as it was tried, for messages
    bool ended_well = false;
    int exit_code = -1;  // -1: it did not end by itself, or was not started
    std::string output;  // its stdout
    std::string said;    // the last of its stderr, for a reason; "silence" when nothing
    double asked_unix_seconds = 0;
    double answered_unix_seconds = 0;
};

struct Question {
    std::string name;  // of its files
    std::vector<std::string> tokens;
};

/// The tokens that run `command` on `host`: over `rsh`, else $OMPI_MCA_plm_rsh_agent, else ssh; directly
/// where `host` is this machine, which mpirun doesn't reach over ssh either.
std::vector<std::string> words_for_host(const std::string& host, const std::string& rsh,
                                        const std::vector<std::string>& command);

/// By name (full or short), as localhost, or by an address of one of its network cards.
bool is_this_host(const std::string& host);

/// Asks side by side and waits `patience_seconds` for each: many silent machines cost one patience. Files go
/// to `folder`. In the order of the questions.
std::vector<Answer> ask_all(const std::vector<Question>& questions, const std::string& folder,
                            double patience_seconds);

}  // namespace accelbench::launch
