#include "reports/analysis/launch_value.h"

#include <algorithm>

#include "reports/statistics/stats.h"

namespace accelbench::reports {

std::optional<double> launch_value(const std::vector<std::vector<double>>& by_rank) {
    if (by_rank.empty() || by_rank.front().empty()) return std::nullopt;
    std::vector<double> slowest = by_rank.front();
    for (const auto& rank : by_rank) {
        if (rank.size() != slowest.size()) return std::nullopt;
        for (std::size_t step = 0; step < slowest.size(); ++step)
            slowest[step] = std::max(slowest[step], rank[step]);
    }
    return median(slowest);
}

void recompute_launch_values(Document& document) {
    for (Trial& trial : document.trials) {
        std::vector<std::vector<double>> steps;
        for (const RankFacts& rank : trial.ranks) steps.push_back(rank.step_seconds);
        const bool none = std::all_of(steps.begin(), steps.end(), [](const auto& rank) { return rank.empty(); });
        if (trial.status != TrialStatus::ok || none) continue;
        trial.step_seconds = launch_value(steps);
        if (trial.step_seconds) continue;
        trial.status = TrialStatus::failed;
        trial.reason = different_steps;
    }
}

}  // namespace accelbench::reports
