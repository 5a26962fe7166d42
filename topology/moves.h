#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace accelbench::topology {

/// What was seen of a process's pages and threads at the borders of its measured steps: before the first one
/// and after each. A look is one page, or one thread, at one border.
struct Moves {
    std::string pages_reason = {};  // why pages could not be looked at in between; "" when they were
    int borders = 0;
    std::uint64_t page_looks = 0;
    std::uint64_t moved_pages = 0;    // of these, on another node than before the warm-up
    std::uint64_t strayed_pages = 0;  // of these, outside of their binding; 0 where nothing is bound
    std::uint64_t thread_looks = 0;
    std::uint64_t moved_threads = 0;          // of these, on another cpu than at the border before
    std::uint64_t threads_on_other_node = 0;  // of these, on another node than at the border before
    std::uint64_t strayed_threads = 0;        // of these, on a cpu that was not asked for, or free to go to one
    /// Between first and last border, of all threads together, as the kernel counts them; nullopt where it
    /// does not. Pages that automatic NUMA balancing moved: Linux counts no other moves by process.
    std::optional<std::uint64_t> balanced_pages = {};
    std::optional<std::uint64_t> cpu_migrations = {};
    bool operator==(const Moves&) const = default;
};

}  // namespace accelbench::topology
