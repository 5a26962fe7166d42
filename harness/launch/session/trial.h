#pragma once

#include <string>

#include "harness/launch/launchers/launcher.h"
#include "harness/plan/plan.h"
#include "reports/model/cell.h"
#include "reports/model/trial.h"

namespace accelbench::launch {

/// Launches one trial of `cell` and gathers what came of it; whatever happens to the ranks is the trial's
/// status, never an exception. Works in trials/<sequence>/, which stays only when the trial failed
/// (trial.json and output.log tell why). `block` is left to the caller.
reports::Trial run_trial(const plan::Plan& plan, const LauncherRow& launcher, const reports::Cell& cell,
                         const std::string& trials_folder, int sequence);

}  // namespace accelbench::launch
