#pragma once

#include "harness/plan/needs.h"

namespace accelbench::plan {

/// Fills the cell's placement, or the reason why it is skipped: what can't be expressed here (a pair that
/// doesn't divide, too few hosts, nodes, cores or bytes) and what isn't permitted here (memory policies
/// refused, pages that are not to be had; by environment).
void decide(reports::Cell& cell, const SweepOptions& options, const Surroundings& around,
            const bench::KernelRow& kernel, const topology::PolicyChoice& policy, topology::PageKind pages,
            const MemoryBytes& memory_bytes);

}  // namespace accelbench::plan
