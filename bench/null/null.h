#pragma once

#include "bench/base/kernel.h"

namespace accelbench::bench {

/// Pretends: steps of a given length, memory that is really mapped and touched, and failures on demand, so
/// that the whole pipeline is tested without computing. Parameters:
///   step    seconds of one step (0.001)
///   noise   relative half width of a uniform, seeded disturbance of each step (0)
///   memory  bytes of its one buffer (1M)
///   fail    never | crash:R | hang:R | exit:R | check:R | loss:R, where R is the rank that fails. The first
///   three
///           strike at the second step: the first never counts, so this is the earliest that may be measured.
KernelPlan plan_null(const KernelRequest& request);
std::unique_ptr<Kernel> make_null(const KernelSetup& setup);

}  // namespace accelbench::bench
