#pragma once

#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports::samples {

/// One size of a made-up series: its step time in the first block.
struct ScalingSize {
    int machines = 1;
    int processes = 1;
    double step_seconds = 0.1;
};

/// `local` with 1 thread a process, 1000 tokens a process and step (weak) or 8000 in all (strong), no
/// losses. Each block is 1 % slower than the one before for all cells alike, so that paired ratios are exact.
Document scaling_document(const std::vector<ScalingSize>& sizes, int launches = 12, bool strong = false);

/// 1, 2, 4 and 8 processes on 1 machine, and 2, 4 and 8 on 2; two policies, the last size oversubscribed.
Document scaling();

}  // namespace accelbench::reports::samples
