#pragma once

#include <string>

#include "bench/base/kernel.h"
#include "harness/plan/options.h"
#include "reports/model/cell.h"

namespace accelbench::plan {

/// What the cell's kernel will do and need. Throws as KernelRow::plan does.
bench::KernelPlan work_of(const reports::Cell& cell, const SweepOptions& options);

/// How the cell's ranks sum, by its name; that of the options where an older plan left it unsaid.
std::string allreduce_of(const reports::Cell& cell, const SweepOptions& options);

}  // namespace accelbench::plan
