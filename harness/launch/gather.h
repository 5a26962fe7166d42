#pragma once

#include <string>

#include "harness/launch/process.h"
#include "reports/model.h"

namespace accelbench::launch {

/// Makes a trial's status, value and facts from what its ranks left in `folder` and how the launcher ended.
/// Fills everything but block, sequence, start, wall time and kernel counters. `timeout_seconds` is for the
/// message.
void gather(reports::Trial& trial, const std::string& folder, int ranks, const ProcessEnd& end,
            double timeout_seconds);

/// Median, over the measured steps, of the slowest rank's time: the launch's one value. All ranks have the
/// same number of steps, or nullopt.
std::optional<double> launch_value(const std::vector<std::vector<double>>& step_seconds_by_rank);

}  // namespace accelbench::launch
