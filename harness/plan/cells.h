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

/// One cell per machines x processes x pages x policy, and with --rotate-hosts per choice of hosts, in the
/// order given; what can't be measured here carries its reason in `skip`. Throws Failure(usage) for a
/// kernel's impossible parameters.
std::vector<reports::Cell> make_cells(const SweepOptions& options, const Surroundings& surroundings);

/// 1, 2, 4, ... up to the usable cores: the default of --num-processes on one machine.
std::vector<int> default_processes(const Surroundings& surroundings);

}  // namespace accelbench::plan
