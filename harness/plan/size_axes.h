#pragma once

#include "harness/plan/axes.h"
#include "harness/plan/cells.h"

namespace accelbench::plan {

/// How large a cell is, and where: rows of the table of axes.
Axis machines_axis();
Axis processes_axis();
Axis threads_axis();
Axis hosts_axis();

/// 1, 2, 4, ... up to the usable cores: the default of --num-processes on one machine.
std::vector<int> default_processes(const Surroundings& surroundings);

}  // namespace accelbench::plan
