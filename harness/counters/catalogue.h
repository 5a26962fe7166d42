#pragma once

#include <string>
#include <vector>

#include "harness/counters/source.h"

namespace accelbench::counters {

/// What this machine can count, and why it can't count the rest: each source is opened once, which proves it.
/// Calibrations and roofs are not in it: they are measured. `root` as in Wanted.
reports::CounterCatalogue read_catalogue(const std::string& root = "");

/// One row a name: of several sources the first that can be read; where none can, with all their reasons.
std::vector<reports::CounterInfo> one_a_name(const std::vector<reports::CounterInfo>& counters);

}  // namespace accelbench::counters
