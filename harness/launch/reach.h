#pragma once

#include <string>

#include "harness/plan/hosts.h"

namespace accelbench::launch {

/// Asks the first `machines` hosts, side by side, for a sign of life over what starts commands there: `rsh`,
/// else $OMPI_MCA_plm_rsh_agent, else ssh. Returns "; HOST does not answer (COMMAND: what it said)" for each
/// that stays silent for `patience_seconds`, "" when all answer. Logs go to `folder`.
std::string silent_hosts(const plan::Hosts& hosts, int machines, const std::string& rsh,
                         const std::string& folder, double patience_seconds = 10);

}  // namespace accelbench::launch
