#pragma once

#include <string>
#include <vector>

#include "harness/launch/launchers/launcher.h"
#include "harness/plan/plan.h"
#include "reports/model/host.h"

namespace accelbench::launch {

/// The network between the machines of a plan: what was found, and why links are missing ("" when none is).
struct Links {
    std::vector<reports::Link> links;
    std::string reason;
};

/// One launch with one rank on each of plan.most_machines(), which play ping-pong by pairs, for --timeout or else
/// 90 s at most; pairs that come too late are left out, and counted in the reason. Whatever goes wrong is the
/// reason, never an exception. One machine has no links and needs no reason. Works in trials/links/, which
/// stays only when it failed.
Links measure_links(const plan::Plan& plan, const LauncherRow& launcher, const std::string& trials_folder);

}  // namespace accelbench::launch
