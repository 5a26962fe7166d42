#pragma once

#include <vector>

#include "harness/counters/source/wanted.h"

namespace accelbench::counters {

/// The kernel's own counters as rows of the table of sources, in the order of kernel_sources().
std::vector<SourceRow> kernel_rows();

}  // namespace accelbench::counters
