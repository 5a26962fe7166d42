#pragma once

#include <string>

#include "harness/plan/plan.h"

namespace accelbench::plan {

/// plan.json: what `--resume` goes on with. Cells, options, seed, machine.
std::string plan_to_text(const Plan& plan);
/// Throws Failure(usage) when the text isn't a plan of this accelbench.
Plan plan_from_text(const std::string& text, const std::string& source);

/// The first option in which two wishes differ, in words ("--steps was 10, now 20"); "" when none does.
std::string first_difference(const SweepOptions& stored, const SweepOptions& now);

/// What must be equal for a session to go on: cpus, cores, nodes and their memory; "" or the first difference
/// in words.
std::string machine_difference(const topology::Machine& stored, const topology::Machine& now);

}  // namespace accelbench::plan
