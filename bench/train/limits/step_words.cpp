#include "bench/train/limits/step_words.h"

#include <fmt/format.h>

#include <algorithm>

#include "bench/base/parameters.h"
#include "bench/train/gpt/gpt.h"
#include "topology/base/failure.h"
#include "topology/base/program.h"

namespace accelbench::bench::train {
namespace {

Parameters split_words(int count, char** words) {
    Parameters result;
    for (int i = 1; i < count; ++i) {
        const std::string word = words[i];
        const auto equals = word.find('=');
        if (equals == std::string::npos) {
            throw Failure(Failure::Kind::usage,
                          fmt::format("{} is not name=value, as in preset=small", word));
        }
        result.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
    return result;
}

StepWords read_words(const OwnWords& own, Parameters words) {
    const auto take = [&](std::string_view name, std::int64_t lowest, std::int64_t otherwise) {
        if (std::find(own.begin(), own.end(), name) == own.end()) return otherwise;
        const auto text = find_value(words, name);
        std::erase_if(words, [&](const auto& word) { return word.first == name; });
        return text ? read_count("gpt", name, *text, lowest, 1 << 20) : otherwise;
    };
    StepWords result;
    result.steps = take("steps", 1, result.steps);
    result.rounds = take("rounds", 1, result.rounds);
    result.threads = static_cast<int>(take("threads", 1, result.threads));
    result.seed = static_cast<std::uint64_t>(take("seed", 0, 1));
    result.kernel = std::move(words);
    return result;
}

}  // namespace

topology::MemoryPlan default_memory() {
    topology::MemoryPlan memory;
    memory.use_pages(topology::PageKind::transparent_huge);
    return memory;
}

int run_with_words(std::string_view program, const OwnWords& own, int count, char** words,
                   const std::function<void(const StepWords&)>& body) {
    return run_program(program, [&] {
        if (const std::string reason = gpt_unavailable(); !reason.empty())
            throw Failure(Failure::Kind::environment, reason);
        body(read_words(own, split_words(count, words)));
        return 0;
    });
}

}  // namespace accelbench::bench::train
