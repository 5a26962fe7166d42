#pragma once

#include <string>

#include "harness/launch/process/process.h"
#include "reports/model/trial.h"

namespace accelbench::launch {

/// Makes a trial's status, value and facts from what its ranks left in `folder` and how the launcher ended.
/// Fills everything but block, sequence, start, wall time and kernel counters. `timeout_seconds` is for the
/// message.
void gather(reports::Trial& trial, const std::string& folder, int ranks, const ProcessEnd& end,
            double timeout_seconds);

}  // namespace accelbench::launch
