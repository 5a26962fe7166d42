// accelbench-gpt-step: steps of gpt alone in this process, one line each: seconds, loss, seconds of each
// phase. For a look at the kernel without the harness.
#include <fmt/format.h>

#include <chrono>

#include "bench/train/gpt/gpt.h"
#include "bench/train/limits/step_words.h"
#include "topology/base/clock.h"
#include "topology/base/standard_streams.h"

namespace {

using namespace accelbench;

void run(const bench::train::StepWords& words) {
    bench::SoloGroup alone;
    const auto plan = bench::train::plan_gpt({.threads = words.threads, .parameters = words.kernel});
    const auto kernel = bench::train::make_gpt({.group = &alone,
                                                .memory = bench::train::default_memory(),
                                                .threads = words.threads,
                                                .seed = words.seed,
                                                .parameters = plan.parameters});
    for (std::int64_t i = 0; i < words.steps; ++i) {
        const auto start = std::chrono::steady_clock::now();
        const bench::Step step = kernel->step();
        const double seconds = seconds_since(start);
        auto line = fmt::format("{:.9f} {:.9f}", seconds, step.loss);
        for (const double phase : step.phase_seconds) line += fmt::format(" {:.9f}", phase);
        write_output(line + "\n");
    }
}

}  // namespace

int main(int count, char** words) {
    return bench::train::run_with_words("accelbench-gpt-step", {"threads", "steps", "seed"}, count, words,
                                        run);
}
