#include "harness/launch/session/missing_trials.h"

#include <algorithm>
#include <set>
#include <tuple>

namespace accelbench::launch {
namespace {

auto identity(const reports::Trial& trial) {
    return std::make_tuple(trial.sequence, trial.block, trial.cell, trial.started_unix_seconds);
}

}  // namespace

std::size_t missing_trials(const std::vector<reports::Trial>& trials,
                           const std::vector<reports::Trial>& wanted) {
    std::set<decltype(identity(trials.front()))> held;
    for (const auto& trial : trials) held.insert(identity(trial));
    return static_cast<std::size_t>(std::count_if(
        wanted.begin(), wanted.end(), [&](const auto& trial) { return !held.count(identity(trial)); }));
}

}  // namespace accelbench::launch
