#pragma once

#include "harness/plan/axes.h"

namespace accelbench::plan {

/// Which nodes ranks go to, and what their pages are made of: rows of the table of axes.
Axis placement_axis();
Axis pages_axis();

}  // namespace accelbench::plan
