#pragma once

#include <functional>
#include <string>

#include "harness/plan/plan.h"

namespace accelbench::plan {

/// plan.json: what `--resume` goes on with. Cells, typed options, machine.
std::string plan_to_text(const Plan& plan);
/// `read_options` makes options of typed ones. Plans of older formats are read. Throws
/// Failure(usage) when the text isn't a plan of this accelbench, or of a later format.
Plan plan_from_text(const std::string& text, const std::string& source,
                    const std::function<SweepOptions(const TypedOptions&)>& read_options);

/// What must be equal for a session to go on: cpus, cores, nodes and their memory; "" or the first difference
/// in words.
std::string machine_difference(const topology::Machine& stored, const topology::Machine& now);

}  // namespace accelbench::plan
