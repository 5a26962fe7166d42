#pragma once

#include <string>

#include "topology/machine.h"

namespace accelbench::cli {

/// A section of `accelbench topology`: latency and bandwidth as the firmware claims them; "" when it claims
/// nothing, as on most machines.
std::string memory_performance_text(const topology::Machine& machine);

}  // namespace accelbench::cli
