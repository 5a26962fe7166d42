#pragma once

#include <optional>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports {

/// Median, over the measured steps, of the slowest rank's time: the launch's one value. All ranks have the
/// same number of steps, or nullopt.
std::optional<double> launch_value(const std::vector<std::vector<double>>& step_seconds_by_rank);

/// Why a launch has no value then.
inline constexpr const char* different_steps = "the ranks measured different numbers of steps";

/// Makes each ok trial's step time anew from its ranks' steps, which is where it came from. One whose ranks
/// measured different numbers of steps has none, and becomes a failed one with that reason; one that doesn't
/// hold its ranks' steps keeps what it has.
void recompute_launch_values(Document& document);

}  // namespace accelbench::reports
