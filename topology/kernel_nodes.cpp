#include "topology/kernel_nodes.h"

#include <filesystem>
#include <sstream>
#include <string_view>

#include "topology/base/numbers.h"
#include "topology/base/paths.h"
#include "topology/base/system_files.h"
#include "topology/base/whole.h"

namespace accelbench::topology {
namespace {

constexpr const char* nodes_path = "/sys/devices/system/node/";
constexpr const char* cpus_path = "/sys/devices/system/cpu/";

/// Empty also for "(null)", which a kernel without nohz_full= has in its file.
template <class Set>
Set set_in(const std::string& path) {
    return Set::parse(read_system_file(path)).value_or(Set{});
}

/// The folder of a node holds a link "cpu7" for each cpu that is present, online or not.
CpuSet linked_cpus(const std::string& folder) {
    CpuSet cpus;
    for (const auto& entry : folder_entries(folder)) {  // an unreadable folder is an empty one
        if (const auto cpu = number_behind("cpu", entry.filename().string())) cpus.insert(*cpu);
    }
    return cpus;
}

std::vector<std::uint64_t> numbers_in(const std::string& text) {
    std::vector<std::uint64_t> numbers;
    std::istringstream words(text);
    for (std::uint64_t number = 0; words >> number;) numbers.push_back(number);
    return numbers;
}

/// NVIDIA's driver names the node of each GPU that has one (Grace, POWER9): "Node: 8".
NodeSet gpu_nodes(const std::string& root) {
    NodeSet nodes;
    for (const auto& gpu : folder_entries(root + "/proc/driver/nvidia/gpus")) {
        const auto facts = key_values(read_system_file(gpu.string() + "/numa_status"), ':');
        const auto node = facts.find("Node");
        if (node == facts.end()) continue;
        if (const auto number = number_in(node->second)) nodes.insert(whole<int>(*number));
    }
    return nodes;
}

KernelNode read_node(const std::string& root, int index) {
    const auto folder = root + nodes_path + "node" + std::to_string(index);
    const auto meminfo = key_values(read_system_file(folder + "/meminfo"), ':');
    const auto total = meminfo.find("Node " + std::to_string(index) + " MemTotal");
    KernelNode node;
    node.index = index;
    node.listed_cpus = set_in<CpuSet>(folder + "/cpulist");
    node.own_cpus = linked_cpus(folder);
    if (total != meminfo.end())
        node.memory_bytes = whole<std::uint64_t>(number_in(total->second).value_or(0) * 1024);
    node.distances = numbers_in(read_system_file(folder + "/distance"));
    return node;
}

/// What the cgroup leaves this process; all nodes where the kernel does not say.
NodeSet allowed_nodes(const std::string& root, const NodeSet& all) {
    const auto status = key_values(read_system_file(root + "/proc/self/status"), ':');
    const auto allowed = status.find("Mems_allowed_list");
    return allowed == status.end() ? all : NodeSet::parse(allowed->second).value_or(all);
}

/// A kernel that shows no links: each cpu belongs to the first node that lists it.
void own_what_is_listed(std::vector<KernelNode>& nodes) {
    CpuSet owned;
    for (const auto& node : nodes) owned.insert(node.own_cpus);
    for (auto& node : nodes) {
        const auto rest = node.listed_cpus.minus(owned);
        node.own_cpus.insert(rest);
        owned.insert(rest);
    }
}

}  // namespace

KernelMachine read_kernel_machine(const std::string& root) {
    KernelMachine kernel;
    kernel.present_cpus = set_in<CpuSet>(root + cpus_path + "present");
    kernel.online_cpus = set_in<CpuSet>(root + cpus_path + "online");
    kernel.isolated_cpus = set_in<CpuSet>(root + cpus_path + "isolated");
    kernel.tickless_cpus = set_in<CpuSet>(root + cpus_path + "nohz_full");
    const auto online = set_in<NodeSet>(root + nodes_path + "online");
    const auto usable =
        set_in<NodeSet>(root + nodes_path + "has_memory").intersect(allowed_nodes(root, online));
    const auto gpus = gpu_nodes(root);
    for (const int index : online) {
        kernel.nodes.push_back(read_node(root, index));
        kernel.nodes.back().has_memory = usable.contains(index);
        kernel.nodes.back().is_gpu = gpus.contains(index);
        // lxcfs shows a container's share under "online": what a node lists is online all the same.
        kernel.online_cpus.insert(kernel.nodes.back().listed_cpus);
    }
    own_what_is_listed(kernel.nodes);
    return kernel;
}

}  // namespace accelbench::topology
