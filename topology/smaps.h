#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace accelbench::topology {

/// One mapping of a process: what it has in memory, and how much of that in huge pages. Pages of the pool are
/// no part of what the kernel calls the resident set; they are here.
struct MappedSizes {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;  // exclusive
    std::uint64_t resident_bytes = 0;
    std::uint64_t huge_bytes = 0;
};

/// Of /proc/PID/smaps. Huge is what the kernel maps as one entry of 2 MiB or more (AnonHugePages,
/// ShmemPmdMapped, FilePmdMapped, *_Hugetlb); folios of 64 KiB and the like are not told there.
std::vector<MappedSizes> parse_smaps(const std::string& smaps);

}  // namespace accelbench::topology
