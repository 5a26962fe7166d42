#pragma once

#include "bench/base/group.h"
#include "harness/handover/trial_file.h"

namespace accelbench::rank {

/// One launch of one cell on this rank: allocate, touch, verify, check the answer, warm up, measure, verify
/// again. The verbs are in this order because each makes the next one's number true. All ranks call it; the
/// reports agree in status "failed" or not. Throws what the kernel throws.
harness::RankReport run_trial(const harness::TrialFile& trial, bench::Group& group);

}  // namespace accelbench::rank
