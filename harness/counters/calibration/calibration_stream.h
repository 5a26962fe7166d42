#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "harness/counters/calibration/locality.h"
#include "harness/counters/source/source.h"
#include "topology/base/sizes.h"
#include "topology/placement.h"

namespace accelbench::counters {

using OpenSources = std::function<std::vector<std::unique_ptr<Source>>()>;

/// 16,384 base pages: enough that the few that a quiet machine allocates besides are no twentieth of them.
constexpr std::size_t least_stream_bytes = 64 * mebibyte;

/// What counters say of a stream through memory whose place is known: in a child that is bound as the
/// placement says, fresh pages are touched, read for some hundredths of a second, and looked up where they
/// really are; pages elsewhere are an error, for then the stream proves nothing. `open` is called in the
/// child; `bytes` is at least least_stream_bytes.
StreamCounts count_stream(const topology::RankPlacement& placement, std::size_t bytes,
                          const OpenSources& open);

}  // namespace accelbench::counters
