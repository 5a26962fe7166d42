#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "topology/memory.h"

namespace accelbench::topology {

/// Of what pages the buffers of a process really are. Bytes count what is in memory, which is whole huge
/// pages where there are some.
struct PageSizes {
    std::string reason;  // why the kernel can't tell; then the numbers say nothing
    std::uint64_t buffer_bytes = 0;
    std::uint64_t meant_bytes = 0;         // of these, what was to be in huge pages
    std::uint64_t huge_bytes = 0;          // of what was to be, in huge pages
    std::uint64_t unasked_huge_bytes = 0;  // of the rest, in huge pages all the same
    bool operator==(const PageSizes&) const = default;
};

/// Reads /proc/self/smaps. Touches nothing.
PageSizes observe_page_sizes(std::span<const NumaBuffer* const> buffers);

}  // namespace accelbench::topology
