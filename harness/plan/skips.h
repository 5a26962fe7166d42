#pragma once

#include "harness/plan/draft.h"

namespace accelbench::plan {

/// Fills the placement of a draft's cell, or the reason why it is skipped: what can't be expressed here (a
/// pair that doesn't divide, too few hosts, nodes, cores or bytes) and what isn't permitted here (memory
/// policies refused, pages that are not to be had; by environment).
void decide(Draft& draft);

}  // namespace accelbench::plan
