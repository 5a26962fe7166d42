#pragma once

#include <string>

#include "harness/launch/launchers/launcher.h"

namespace accelbench::launch {

/// Whom a launch that ended without a word ran on, and how those are reached.
struct Reach {
    plan::Hosts hosts;
    int machines = 1;  // the first of them
    bool over_agent = true;
    std::string rsh;
};

/// Asks the machines, side by side, for a sign of life over what starts commands there: find_agent(rsh);
/// one step of Slurm each where the launcher takes no agent or nobody but
/// Slurm names them. Returns "; HOST does not answer (COMMAND: what it said)" for each that stays silent, ""
/// when all answer. Logs go to `folder`. A `patience` of 0 seconds is what suits the way that is asked.
std::string silent_hosts(const Reach& reach, const std::string& folder, double patience = 0);

}  // namespace accelbench::launch
