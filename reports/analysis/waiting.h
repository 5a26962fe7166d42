#pragma once

#include <optional>
#include <vector>

#include "reports/model/trial.h"

namespace accelbench::reports {

/// What ranks cost each other: over all measured steps k of all launches, the sum of (slowest rank's time -
/// mean of the ranks' times) over the sum of the slowest rank's time. The ranks do not meet at the border of
/// a step, so a launch's value, which takes the slowest rank of each step, is this much above what the mean
/// rank needs. Waiting inside a step (for a sum) is in each rank's own time and not in here. nullopt where no
/// launch has several ranks with as many steps each.
std::optional<double> waiting_share(const std::vector<const Trial*>& trials);

}  // namespace accelbench::reports
