#pragma once

#include <cstddef>
#include <functional>
#include <string>

namespace accelbench::topology {

struct ChildAnswer {
    std::string text;
    std::string error;    // "" when the child answered; else what it threw, or how it ended
    bool killed = false;  // by a signal: a crash, or a limit
};

struct ChildLimits {
    int seconds = 10;              // by the clock
    int cpu_seconds = 0;           // of its processor time; 0: no limit of its own
    std::size_t memory_bytes = 0;  // beyond what this process has mapped; 0: no limit of its own
    bool quiet = false;            // what it writes to stderr is of no use to anybody
};

/// Runs `work` in a forked child and returns its text, so that affinity, memory policy and opened counters
/// end with it, and so do a crash and a leak. It is ended at its limits. A Failure in it is the error. Call
/// it while this process has one thread: a fork leaves the others' locks locked.
ChildAnswer ask_child(const std::function<std::string()>& work, const ChildLimits& limits);

}  // namespace accelbench::topology
