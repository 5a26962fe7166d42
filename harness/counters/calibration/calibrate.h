#pragma once

#include <vector>

#include "harness/counters/calibration/calibration_stream.h"
#include "topology/machine.h"

namespace accelbench::counters {

/// Holds each metric of locality_metrics() against a stream through memory of the own node and one through
/// memory of the farthest: fresh pages, a child each, bound by the product's own means, and the pages are
/// looked up where they really are. `open` is called in the child. The caller's affinity and policy stay as
/// they are; it must have one thread. One row a metric, in the table's order.
std::vector<reports::Calibration> calibrate(const topology::Machine& machine, const OpenSources& open);

}  // namespace accelbench::counters
