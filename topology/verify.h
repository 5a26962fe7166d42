#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "topology/memory.h"
#include "topology/placement.h"

namespace accelbench::topology {

/// Where a buffer's pages are, in base pages. `absent` counts those that were never touched.
struct ObservedBuffer {
    std::string name;
    std::map<int, std::uint64_t> pages_by_node;
    std::uint64_t absent = 0;
    PageKind pages = PageKind::system;  // what the buffer was given, and so what the kernel deals it in

    std::uint64_t present() const;
};

struct ObservedThread {
    int tid = 0;
    std::string name;
    CpuSet allowed;  // what the kernel lets it run on
    int cpu = -1;    // where it last ran
};

/// What the kernel says about this process. No system call used here faults a page in.
struct Observed {
    std::string method;  // "move_pages" | "numa_maps" | "move_pages, numa_maps" | "none: <reason>"
    std::uint64_t page_bytes = 0;
    std::vector<ObservedBuffer> buffers;
    std::vector<ObservedThread> threads;
};

/// Reads this process's threads and the pages of `buffers`.
Observed observe(std::span<const NumaBuffer* const> buffers);

/// Observed against asked for, each class of allocation against its own binding. Pages on a node outside of
/// it (also where `preferred` spilled), and under the interleaving modes the excess over a node's share, are
/// misplaced; so are threads whose mask leaves the placement's cpus. An unbound placement has
/// none.
struct PlacementCheck {
    std::uint64_t pages = 0;
    std::uint64_t misplaced_pages = 0;
    int threads = 0;
    int misplaced_threads = 0;
    std::string
        reason;  // "" when at least `required` of the pages and all threads are where they were asked to be
    bool ok() const { return reason.empty(); }
};
PlacementCheck check_placement(const Observed& observed, const RankPlacement& asked, double required = 0.99);

}  // namespace accelbench::topology
