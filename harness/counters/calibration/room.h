#pragma once

#include <cstdint>
#include <string>

namespace accelbench::counters {

/// Why a node should not be asked for so many bytes; "" when it may. Half of what is free there at most, and
/// a quarter of the control group's `limit_bytes` (0: none): memory that is bound to a full node is not
/// refused, the kernel kills for it, and not always whom one thinks.
std::string why_no_room(int node, std::uint64_t bytes, std::uint64_t limit_bytes);

}  // namespace accelbench::counters
