#pragma once

#include "harness/plan/plan.h"

namespace accelbench::cli {

/// Checks this machine for settings that distort measurements, or takes what the plan's hosts said of themselves, holds
/// their free memory against what the plan needs, and keeps the rows in the plan. Bad ones are told on
/// stderr, a line each with the fix. Changes nothing on any machine.
void audit_machines(plan::Plan& plan);

}  // namespace accelbench::cli
