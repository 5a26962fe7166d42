#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/counters/source/wanted.h"

namespace accelbench::counters {

/// The processor's own counters, by meaning: events from the data file that fits it, counted with PAPI.
std::vector<std::string> core_names();
std::unique_ptr<Source> open_core(const Wanted& wanted);

/// Of whole sockets; nullptr on all ranks of a machine but the first.
std::unique_ptr<Source> open_uncore(const Wanted& wanted);

}  // namespace accelbench::counters
