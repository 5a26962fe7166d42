#pragma once

#include "harness/plan/axes.h"

namespace accelbench::plan {

/// Which memory policies there are: a row of the table of axes.
Axis policy_axis();

}  // namespace accelbench::plan
