#pragma once

#include <string>
#include <utility>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports::samples {

/// `local` with 2 processes on choices of 2 hosts, "a+b" -> its part of 50 ms a step. Each block is 1 %
/// slower than the one before, so that paired ratios are exact.
Document rotation_of(const std::vector<std::pair<std::string, double>>& choices, int launches = 12);

/// Each choice of node-1, node-2 and node-3; those with `slow` take `factor` of the others' time.
Document rotation_document(const std::string& slow, double factor, int launches = 12);

/// node-3 is 1.31 times as slow.
Document rotated();

}  // namespace accelbench::reports::samples
