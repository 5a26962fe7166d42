// accelbench-gpt-step: steps of gpt alone in this process, one line each: seconds, loss, seconds of each
// phase. For a look at the kernel without the harness.
#include <fmt/format.h>

#include <chrono>
#include <string>

#include "bench/kernel.h"
#include "bench/parameters.h"
#include "topology/failure.h"

namespace {

using namespace accelbench;

/// name=value words; threads, steps and seed are ours, all others the kernel's.
bench::Parameters read_words(int count, char** words) {
    bench::Parameters result;
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

std::int64_t take_count(bench::Parameters& words, const std::string& name, std::int64_t otherwise) {
    const auto text = bench::find_value(words, name);
    std::erase_if(words, [&](const auto& word) { return word.first == name; });
    return text ? bench::read_count("accelbench-gpt-step", name, *text, 0, 1 << 20) : otherwise;
}

void run(bench::Parameters words) {
    const std::int64_t steps = take_count(words, "steps", 10);
    const auto threads = static_cast<int>(take_count(words, "threads", 1));
    const auto seed = static_cast<std::uint64_t>(take_count(words, "seed", 1));
    bench::SoloGroup alone;
    const bench::KernelRow& row = *bench::find_kernel("gpt");
    if (const std::string reason = row.unavailable(); !reason.empty()) {
        throw Failure(Failure::Kind::environment, reason);
    }
    const auto plan = row.plan({.threads = threads, .parameters = words});
    const auto kernel = row.make(
        {.group = &alone, .memory = {}, .threads = threads, .seed = seed, .parameters = plan.parameters});
    for (std::int64_t i = 0; i < steps; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const bench::Step step = kernel->step();
        const double seconds =
            std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
        fmt::print("{:.9f} {:.9f}", seconds, step.loss);
        for (const double phase : step.phase_seconds) fmt::print(" {:.9f}", phase);
        fmt::print("\n");
    }
}

}  // namespace

int main(int count, char** words) {
    try {
        run(read_words(count, words));
    } catch (const Failure& failure) {
        fmt::print(stderr, "accelbench-gpt-step: {}\n", failure.what());
        return failure.exit_code();
    }
    return 0;
}
