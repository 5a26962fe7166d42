#pragma once

#include <string>
#include <vector>

#include "harness/launch/launchers/launcher.h"
#include "harness/plan/plan.h"
#include "reports/model/cell.h"

namespace accelbench::launch {

/// All that a launcher is told about a launch of `cell`, from the plan and from what is here: whether its one
/// machine is this one, the launcher's version, and the user's variables that launchers read.
LaunchRequest request_of(const plan::Plan& plan, const LauncherRow& launcher, const reports::Cell& cell,
                         const std::string& trial_file);

/// The tokens for `cell`, ready to be run: a machine file that they name is written. Throws
/// Failure(environment) when it can't be.
std::vector<std::string> ready_command(const plan::Plan& plan, const LauncherRow& launcher,
                                       const reports::Cell& cell, const std::string& trial_file);

}  // namespace accelbench::launch
