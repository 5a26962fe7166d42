#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace accelbench::counters {

/// One counter of energy: a package's (cores, caches, memory controllers), or its memory's where that is told
/// apart.
struct RaplZone {
    std::string folder;
    bool is_memory = false;
    std::optional<int> node;  // nullopt: the package has several nodes
    std::uint64_t range_uj = 0;
};

/// The packages below `root`/sys/class/powercap and their memory; zones inside of a package (core, uncore)
/// and the whole platform's (psys) are left out: adding them would count energy twice.
std::vector<RaplZone> read_rapl_zones(const std::string& root);

}  // namespace accelbench::counters
