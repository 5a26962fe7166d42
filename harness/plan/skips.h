#pragma once

#include "harness/plan/cells.h"

namespace accelbench::plan {

/// Fills the cell's placement, or the reason why it is skipped: what can't be expressed here (a pair that
/// doesn't divide, too few hosts, nodes, cores or bytes) and what isn't permitted here (memory policies
/// refused; by environment). `memory_bytes` is what one rank allocates.
void decide(reports::Cell& cell, const SweepOptions& options, const Surroundings& around,
            const bench::KernelRow& kernel, const topology::Policy& policy, double memory_bytes);

}  // namespace accelbench::plan
