#pragma once

#include <string>
#include <vector>

#include "harness/counters/source/source.h"
#include "topology/environment.h"
#include "topology/machine.h"

namespace accelbench::counters {

/// What this machine can count, and why it can't count the rest: each source is opened once, which proves it.
/// Calibrations and roofs are not in it: they are measured. `root` as in Wanted.
reports::CounterCatalogue read_catalogue(const std::string& root = "");

/// The same with metrics that claim local or remote held against known streams, which takes some tenths of a
/// second where there are several nodes. `machine` is this one. The caller has one thread and has opened no
/// source yet: streams run in forked children, and PAPI's state must not be forked.
reports::CounterCatalogue calibrated_catalogue(const topology::Machine& machine);

/// And with each node's roof, some tenths of a second more for each.
reports::CounterCatalogue measure_catalogue(const topology::Machine& machine,
                                            const topology::Environment& environment);

/// One row a name: of several sources the first that can be read; where none can, with all their reasons.
std::vector<reports::CounterInfo> one_a_name(const std::vector<reports::CounterInfo>& counters);

}  // namespace accelbench::counters
