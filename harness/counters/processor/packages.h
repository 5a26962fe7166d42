#pragma once

#include <optional>
#include <string>
#include <vector>

namespace accelbench::counters {

/// A processor package (socket), where its counters are read, and what they stand for.
struct Package {
    int index = 0;
    int cpu = 0;              // the lowest online one
    std::optional<int> node;  // nullopt: it has several, or none is told
};

/// From `root`/sys/devices/system; empty when that tells none. By index.
std::vector<Package> read_packages(const std::string& root);

}  // namespace accelbench::counters
