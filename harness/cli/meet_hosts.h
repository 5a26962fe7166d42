#pragma once

#include "harness/launch/launchers/launcher.h"
#include "harness/plan/plan.h"

namespace accelbench::cli {

/// Asks the plan's hosts what they are and keeps what they say in the plan. Where the first host is another
/// machine than the one that the plan was made for, the plan is made again for it: ranks are placed there.
void meet_hosts(plan::Plan& plan, const launch::LauncherRow& launcher);

/// Skips the cells that can't run without a host in trouble. Hosts in trouble or that differ are told on
/// stderr while anything is left to run; with --strict-hosts they are a Failure(environment).
void settle_hosts(plan::Plan& plan);

}  // namespace accelbench::cli
