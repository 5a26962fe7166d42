#pragma once

#include <functional>
#include <string>

namespace accelbench::counters {

struct ChildAnswer {
    std::string text;
    std::string error;  // "" when the child answered; else how it ended
};

/// Runs `work` in a forked child and returns its text, so that affinity, memory policy and opened counters
/// end with it. It is ended after `seconds`. A Failure in it is the error. Call it while this process has one
/// thread: a fork leaves the others' locks locked.
ChildAnswer ask_child(const std::function<std::string()>& work, int seconds);

}  // namespace accelbench::counters
