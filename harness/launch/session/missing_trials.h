#pragma once

#include <cstddef>
#include <vector>

#include "reports/model/trial.h"

namespace accelbench::launch {

/// How many of `wanted` are not among `trials`: the same place in the session, block, cell and start.
std::size_t missing_trials(const std::vector<reports::Trial>& trials,
                           const std::vector<reports::Trial>& wanted);

}  // namespace accelbench::launch
