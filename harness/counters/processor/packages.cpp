#include "harness/counters/processor/packages.h"

#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "topology/base/numbers.h"
#include "topology/base/paths.h"

namespace accelbench::counters {
namespace {

namespace fs = std::filesystem;

struct Found {
    int cpu = -1;
    std::set<int> nodes;
};

void add_nodes(const fs::path& cpu, std::set<int>& nodes) {
    for (const auto& entry : folder_entries(cpu))
        if (const auto node = number_behind("node", entry.filename().string())) nodes.insert(*node);
}

}  // namespace

std::vector<Package> read_packages(const std::string& root) {
    std::map<int, Found> found;
    for (const auto& entry : folder_entries(root + "/sys/devices/system/cpu")) {
        const auto cpu = number_behind("cpu", entry.filename().string());
        std::ifstream file(entry / "topology/physical_package_id");  // gone while the cpu is offline
        int index = 0;
        if (!cpu || !(file >> index)) continue;
        Found& one = found[index];
        if (one.cpu < 0 || *cpu < one.cpu) one.cpu = *cpu;
        add_nodes(entry, one.nodes);
    }
    std::vector<Package> packages;
    for (const auto& [index, one] : found) {
        Package package{index, one.cpu, {}};
        if (one.nodes.size() == 1) package.node = *one.nodes.begin();
        packages.push_back(package);
    }
    return packages;
}

}  // namespace accelbench::counters
