#pragma once

#include "harness/plan/plan.h"

namespace accelbench::cli {

/// Looks for what of this machine bends results, or takes what the plan's hosts said of themselves, holds
/// their free memory against what the plan needs, and keeps the rows in the plan. Bad ones are told on
/// stderr, a line each with the mend. Changes nothing on any machine.
void audit_machines(plan::Plan& plan);

}  // namespace accelbench::cli
