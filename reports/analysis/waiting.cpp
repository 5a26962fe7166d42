#include "reports/analysis/waiting.h"

#include <algorithm>

namespace accelbench::reports {
namespace {

struct Waited {
    double slowest = 0;  // seconds, over steps
    double mean = 0;     // of the ranks
};

void add_step(const Trial& trial, std::size_t step, Waited& waited) {
    double slowest = 0, sum = 0;
    for (const RankFacts& rank : trial.ranks) {
        slowest = std::max(slowest, rank.step_seconds[step]);
        sum += rank.step_seconds[step];
    }
    waited.slowest += slowest;
    waited.mean += sum / static_cast<double>(trial.ranks.size());
}

}  // namespace

std::optional<double> waiting_share(const std::vector<const Trial*>& trials) {
    Waited waited;
    for (const Trial* trial : trials) {
        if (trial->ranks.size() < 2) continue;
        const auto steps = trial->ranks.front().step_seconds.size();
        const bool whole = std::all_of(trial->ranks.begin(), trial->ranks.end(), [&](const RankFacts& rank) {
            return rank.step_seconds.size() == steps;
        });
        for (std::size_t step = 0; whole && step < steps; ++step) add_step(*trial, step, waited);
    }
    if (!(waited.slowest > 0)) return std::nullopt;
    return (waited.slowest - waited.mean) / waited.slowest;
}

}  // namespace accelbench::reports
