#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "topology/memory_mode.h"

namespace accelbench::topology {

/// A page at a border between steps.
struct SeenPage {
    const MemoryBinding* asked = nullptr;  // of its buffer
    bool may_collapse = false;             // khugepaged may make huge pages of the buffer's base pages
    int origin = -1;                       // its node in the check before; below 0: it had no memory
    int now = -1;                          // below 0: none, or NUMA balancing has marked it (Linux 6.1 to 6.5)
};

enum class PageFate {
    unseen,
    stayed,
    moved,
    strayed,
    dealt_anew
};

/// Strayed: from a node of its binding to another one, or dealt anew under interleave. The kernel may take a
/// region of 2 MiB of an interleaved buffer to one node to make it a huge page: `dealt_anew` is told apart.
PageFate fate_of(const SeenPage& page);

/// Of the pages looked at at one border.
struct PagesSeen {
    std::uint64_t looks = 0;
    std::uint64_t moved = 0;             // off the node where they were before the steps
    std::uint64_t strayed = 0;           // of these; pages dealt anew where they are more than a tenth
    std::optional<std::size_t> example;  // the first that left its binding
};
PagesSeen judge_pages(std::span<const SeenPage> pages);

}  // namespace accelbench::topology
