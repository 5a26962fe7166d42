#pragma once

#include "topology/verify.h"

namespace accelbench::topology {

/// Fills `method`, `page_bytes` and `buffers`: move_pages(nodes=NULL), or /proc/self/numa_maps where a
/// sandbox refuses that call.
void observe_pages(std::span<const NumaBuffer* const> buffers, Observed& observed);

}  // namespace accelbench::topology
