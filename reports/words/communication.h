#pragma once

#include <string>

#include "reports/model/trial.h"

namespace accelbench::reports {

/// "hierarchical: 24 sums of 1.50 KiB to 4.00 MiB"; "no sums" of a kernel that has none.
std::string taken_text(const Communication& communication);

/// "exposed 210 us, between layers of the backward pass 34.1 ms" of a measured step, of the rank whose sums
/// were exposed longest; "-" where no rank tells.
std::string sum_seconds_text(const Trial& trial);

/// Over what ranks of one machine can speak, as the kernel showed it: "shared memory (vader_segment)"; "-"
/// where no machine has two ranks.
std::string inside_text(const Trial& trial);

/// The same between machines: "TCP", "TCP, /dev/infiniband/uverbs0"; "-" on one machine.
std::string between_text(const Trial& trial);

}  // namespace accelbench::reports
