#pragma once

#include "bench/base/kernel.h"

namespace accelbench::bench {

/// Pretends: steps of a given length, memory that is really mapped and touched, and failures on demand, so that the
/// whole pipeline is tested without computing. A failure strikes at the second step: the first never counts, so this
/// is the earliest that may be measured.
KernelPlan plan_null(const KernelRequest& request);
std::vector<KernelParameter> null_parameters();
std::unique_ptr<Kernel> make_null(const KernelSetup& setup);

}  // namespace accelbench::bench
