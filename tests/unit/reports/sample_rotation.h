#pragma once

#include <string>

#include "reports/model.h"

namespace accelbench::reports::samples {

/// `local` on each choice of 2 of node-1, node-2 and node-3, one process a machine. Choices with `slow` take
/// `factor` of the others' 50 ms; each block is 1 % slower than the one before, so that paired ratios are
/// exact.
Document rotation_document(const std::string& slow, double factor, int launches = 12);

/// node-3 is 1.31 times as slow.
Document rotated();

}  // namespace accelbench::reports::samples
