#pragma once

#include "harness/cli/sweep_request.h"
#include "harness/plan/plan.h"
#include "reports/model/document.h"

namespace accelbench::cli {

/// Runs `accelbench sweep` as asked: plan, dry run or session, table on stdout. Returns the exit code.
int run_sweep(SweepRequest request);

/// The plan in words: cells, skips, the order of the first blocks, estimated time.
std::string describe_plan(const plan::Plan& plan);

/// How many launches a verdict needs, where --launches forbids it or a time budget may; "" otherwise, and without
/// anything to compare.
std::string describe_launches_for_verdict(const plan::Plan& plan);

/// 0 when all that ran is ok; 3 when a trial failed or was misplaced, or losses differ between policies.
int exit_code_of(const reports::Document& document);

}  // namespace accelbench::cli
