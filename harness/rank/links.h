#pragma once

#include "bench/message/transport.h"
#include "harness/handover/trial_file.h"

namespace accelbench::rank {

/// Measures the links between the machines of this launch, one rank on each, for trial.links_seconds. Rank 0
/// leaves links.json, each rank its report. All ranks call it. Throws what the disk says.
void measure_links(const harness::TrialFile& trial, bench::message::Transport& transport);

}  // namespace accelbench::rank
