#include "harness/counters/linux/node_files.h"

#include <algorithm>

#include "topology/base/numbers.h"
#include "topology/base/paths.h"
#include "topology/base/system_files.h"

namespace accelbench::counters {

std::vector<int> numbered_entries(const std::string& folder, const std::string& prefix) {
    std::vector<int> numbers;
    for (const auto& entry : folder_entries(folder)) {
        if (const auto number = number_behind(prefix, entry.filename().string())) numbers.push_back(*number);
    }
    std::sort(numbers.begin(), numbers.end());
    return numbers;
}

std::map<int, topology::CpuSet> cpus_by_node(const std::string& root) {
    const auto folder = root + "/sys/devices/system/node";
    std::map<int, topology::CpuSet> by_node;
    for (const int node : numbered_entries(folder, "node")) {
        const auto list = topology::read_system_file(folder + "/node" + std::to_string(node) + "/cpulist");
        const auto cpus = topology::CpuSet::parse(list);
        if (cpus && !cpus->empty()) by_node.emplace(node, *cpus);
    }
    return by_node;
}

topology::NodeSet nodes_of(const topology::CpuSet& cpus, const std::map<int, topology::CpuSet>& by_node) {
    topology::NodeSet nodes;
    for (const auto& [node, own] : by_node) {
        if (!own.intersect(cpus).empty()) nodes.insert(node);
    }
    return nodes;
}

}  // namespace accelbench::counters
