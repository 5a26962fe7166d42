#pragma once

#include "bench/base/kernel.h"

namespace accelbench::bench::train {

/// "" when this build has oneDNN and OpenMP, else which is missing and how to get it.
std::string gpt_unavailable();

/// What --help lists: each parameter with its default, in each preset where they differ.
std::vector<KernelParameter> gpt_parameters();
std::vector<std::string_view> gpt_preset_names();

/// Sizes, work and memory from formulas; allocates nothing and reads no more of the data file than its
/// length. The plan's `batch` is one rank's: under strong scaling the request's batch divided by the
/// processes.
KernelPlan plan_gpt(const KernelRequest& request);

/// One rank's training step. Throws Failure(usage) for bad parameters, Failure(environment) when memory is
/// refused or the kernel is unavailable.
std::unique_ptr<Kernel> make_gpt(const KernelSetup& setup);

}  // namespace accelbench::bench::train
