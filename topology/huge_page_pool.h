#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace accelbench::topology {

/// The 2 MiB pages that an administrator set aside (hugetlb), and which of them nobody has.
struct HugePagePool {
    struct Pages {
        std::uint64_t total = 0;
        std::uint64_t free = 0;
        bool operator==(const Pages&) const = default;
    };
    std::map<int, Pages> by_node;  // a kernel without NUMA has all on node 0
    std::uint64_t promised = 0;    // of the free ones, to mappings that have not touched them yet

    Pages all() const;
    bool operator==(const HugePagePool&) const = default;
};

/// nullopt: this kernel has no such pages, or /sys doesn't tell. `root` as for read_environment.
std::optional<HugePagePool> read_huge_page_pool(const std::string& root = "");

/// "" when the pool has what is wanted, in pages by node (-1: on any), on each node and in all, else what is
/// needed, what is free where, and the command that sets enough aside.
std::string why_pool_is_short(const std::optional<HugePagePool>& pool, const std::map<int, double>& wanted);

}  // namespace accelbench::topology
