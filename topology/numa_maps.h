#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace accelbench::topology {

/// One mapping of a process. `pages_by_node` counts base pages, whatever the mapping's own page size is.
struct MappedPages {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;  // exclusive
    std::map<int, std::uint64_t> pages_by_node;
    bool is_file = false;    // of a file, shared memory among them
    bool is_shared = false;  // what is written there, other processes see
};

/// Joins /proc/PID/maps (where mappings end) and /proc/PID/numa_maps (where their pages are). Lines that are
/// no mapping are left out. numa_maps counts in each mapping's kernelpagesize_kB: a 2 MiB huge page is one
/// there and 512 base pages here.
std::vector<MappedPages> parse_numa_maps(const std::string& maps, const std::string& numa_maps,
                                         std::uint64_t base_page_bytes);

}  // namespace accelbench::topology
