#include "harness/counters/calibration/room.h"

#include <fmt/format.h>

#include <algorithm>

#include "topology/base/sizes.h"
#include "topology/free_memory.h"

namespace accelbench::counters {

std::string why_no_room(int node, std::uint64_t bytes, std::uint64_t limit_bytes) {
    const auto free = topology::read_free_memory();
    const auto at = free.find(node);
    const std::uint64_t room = std::min(at == free.end() ? UINT64_MAX : at->second / 2,
                                        limit_bytes == 0 ? UINT64_MAX : limit_bytes / 4);
    if (bytes <= room) return "";
    return fmt::format(
        "a stream of {} MiB, more than the caches hold, does not fit in {} MiB, half of what is free on node "
        "{} (a quarter of "
        "a cgroup's limit)",
        bytes / mebibyte, room / mebibyte, node);
}

}  // namespace accelbench::counters
