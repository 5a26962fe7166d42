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
    std::string said;    // the first of its stderr that tells a cause, for a reason; "no output" when nothing
    double asked_unix_seconds = 0;
    double answered_unix_seconds = 0;
};

struct Question {
    std::string name;  // of its files
    std::vector<std::string> tokens;
};

/// The tokens that run `command` on `host`, which may begin with a user ("user@host"): over find_agent(rsh);
/// directly where `host` is this machine, which mpirun doesn't reach over ssh either.
std::vector<std::string> words_for_host(const std::string& host, const std::string& rsh,
                                        const std::vector<std::string>& command);

/// By name (full or short), as localhost, or by an address of one of its network cards; with or without a
/// user before it.
bool is_this_host(const std::string& host);

/// Those of `hosts` that are this machine. Where several are, each by its part before the first dot ("n1.here"
/// and "n1.there" on a machine that calls itself n1), their addresses decide, which are looked up only then.
std::vector<std::string> own_among(const std::vector<std::string>& hosts);

/// Asks side by side and waits `patience_seconds` for each: many silent machines cost one patience. Files go
/// to `folder`. In the order of the questions.
std::vector<Answer> ask_all(const std::vector<Question>& questions, const std::string& folder,
                            double patience_seconds);

}  // namespace accelbench::launch
