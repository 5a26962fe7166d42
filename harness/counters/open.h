#pragma once

#include <memory>
#include <string>
#include <vector>

#include "harness/counters/source/wanted.h"

namespace accelbench::counters {

/// In order of preference: where two can tell the same, the earlier one that can be read here does.
const std::vector<SourceRow>& source_rows();

/// All names that --counters takes, each once.
std::vector<std::string> counter_names();

/// Opens what is wanted, in the order of `rows`. Call it before the threads that are to be counted exist.
std::vector<std::unique_ptr<Source>> open_sources(Wanted wanted,
                                                  const std::vector<SourceRow>& rows = source_rows());

}  // namespace accelbench::counters
