#pragma once

#include <string>

#include "harness/launch/session/session.h"
#include "topology/base/failure.h"

namespace accelbench::cli {

/// What ends a session whose folder was lost while it ran: what became of the folder and where the finished
/// trials are. Where nothing is left of it, they are written to a new one first, with `plan_text` as their
/// plan.
Failure lost_folder(const launch::SessionEnd& end, const launch::OutputFolder& folder,
                    const std::string& plan_text);

}  // namespace accelbench::cli
