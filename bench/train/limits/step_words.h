#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "bench/base/kernel.h"
#include "topology/memory.h"

namespace accelbench::bench::train {

/// What the small programs beside the kernel are given: name=value words, some theirs, all others the
/// kernel's. Counts are 1 or more.
struct StepWords {
    std::int64_t steps = 10;
    std::int64_t rounds = 6;
    int threads = 1;
    std::uint64_t seed = 1;
    Parameters kernel;
};

/// Pages as a sweep's ranks have them by default: transparent huge ones where the kernel gives them.
topology::MemoryPlan default_memory();

/// Of threads, steps, rounds and seed those that a program heeds. The kernel gets, and refuses, the others.
using OwnWords = std::vector<std::string_view>;

/// Reads the words and runs `body`. The exit status; what fails is told on stderr in the name of `program`,
/// also that this build has no gpt.
int run_with_words(std::string_view program, const OwnWords& own, int count, char** words,
                   const std::function<void(const StepWords&)>& body);

}  // namespace accelbench::bench::train
