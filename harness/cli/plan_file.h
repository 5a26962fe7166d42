#pragma once

#include <string>

#include "harness/launch/session/output_folder.h"

namespace accelbench::cli {

/// A session's plan.json as it was read, and whose it is.
struct PlanFile {
    std::string text;
    std::string foreign;  // who else could have written it, in words; "" when only the user could
};

/// Throws Failure(usage) when there is none that can be read.
PlanFile read_plan_file(const launch::OutputFolder& folder);

}  // namespace accelbench::cli
