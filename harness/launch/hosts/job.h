#pragma once

#include <string>

#include "harness/launch/hosts/question.h"

namespace accelbench::launch {

/// Why no more can run in the Slurm job `job`, from what squeue said of it; "" while it runs, and where
/// squeue itself failed. Pure.
std::string why_over(const std::string& job, const Answer& squeue);

/// Asks Slurm whether the job that we run in has ended, which salloc doesn't end its command for. "" outside
/// of one. Logs go to `folder`.
std::string why_job_is_over(const std::string& folder);

}  // namespace accelbench::launch
