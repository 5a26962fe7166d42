#pragma once

#include <string>

#include "harness/plan/hosts.h"

namespace accelbench::launch {

/// Takes a Slurm allocation out of `hosts` that can't be used from here: a container of a job has the job's
/// variables, and often no srun; others are left in a shell whose job is over. Returns what is to be said of
/// it, "" where nothing was taken out.
std::string forget_unreachable_allocation(plan::Hosts& hosts);

}  // namespace accelbench::launch
