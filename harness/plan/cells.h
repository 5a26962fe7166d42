#pragma once

#include <string>
#include <vector>

#include "harness/plan/hosts.h"
#include "harness/plan/options.h"
#include "reports/model/cell.h"
#include "topology/environment.h"
#include "topology/machine.h"

namespace accelbench::plan {

/// Everything that decides which cells there are.
struct Surroundings {
    topology::Machine machine;
    topology::Environment environment;
    Hosts hosts;
};

/// One cell for each combination of levels of the axes, in the order of their loops; what can't be measured
/// here carries its reason in `skip`. Throws Failure(usage) for a kernel's impossible parameters.
std::vector<reports::Cell> make_cells(const SweepOptions& options, const Surroundings& surroundings);

}  // namespace accelbench::plan
