#pragma once

#include <string_view>
#include <vector>

#include "bench/base/kernel.h"

namespace accelbench::bench {

/// The table of kernels, in the order in which help lists them.
const std::vector<KernelRow>& kernels();

/// nullptr when there is none of that name.
const KernelRow* find_kernel(std::string_view name);

}  // namespace accelbench::bench
