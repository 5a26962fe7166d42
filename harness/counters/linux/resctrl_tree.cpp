#include "harness/counters/linux/resctrl_tree.h"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include "harness/counters/linux/node_files.h"
#include "harness/counters/linux/system_text.h"
#include "topology/base/index_set.h"
#include "topology/base/paths.h"
#include "topology/base/system_files.h"
#include "topology/base/whole.h"

namespace accelbench::counters {
namespace {

constexpr auto mount_path = "/sys/fs/resctrl";

/// Cpus of each last-level cache by its id, which names the monitor's folders.
std::map<int, topology::CpuSet> cpus_by_cache(const std::string& root) {
    const auto cpus = root + "/sys/devices/system/cpu";
    std::map<int, topology::CpuSet> by_cache;
    for (const int cpu : numbered_entries(cpus, "cpu")) {
        const auto cache = fmt::format("{}/cpu{}/cache/index3", cpus, cpu);
        const auto id = topology::number_in(topology::read_system_file(cache + "/id"));
        const auto shared = topology::CpuSet::parse(topology::read_system_file(cache + "/shared_cpu_list"));
        if (id && shared) by_cache[topology::whole<int>(*id)].insert(*shared);
    }
    return by_cache;
}

/// The root group and the control groups in it: each has monitor data of its own.
std::vector<std::string> groups(const std::string& mount) {
    std::vector<std::string> found{mount};
    for (const auto& entry : folder_entries(mount)) {
        // Neither info nor the root's own mon_data and mon_groups hold such a folder.
        std::error_code unreadable_folder;
        if (std::filesystem::exists(entry / "mon_data", unreadable_folder)) found.push_back(entry.string());
    }
    std::sort(found.begin() + 1, found.end());
    return found;
}

/// The same place below each group's monitor data.
std::vector<std::string> in_each(const std::vector<std::string>& all_groups, const std::string& place) {
    std::vector<std::string> folders;
    for (const auto& group : all_groups) folders.push_back(group + "/mon_data/" + place);
    return folders;
}

std::string why_empty(const std::string& root) {
    const auto mount = root + mount_path;
    std::error_code error;
    const auto entries = folder_entries(mount, error);
    if (error == std::errc::no_such_file_or_directory)
        return "no /sys/fs/resctrl: this Linux kernel or processor monitors no memory bandwidth (x86 with RDT or "
               "QoS only)";
    if (error) return unreadable(mount_path, error.value()) + ": run as root";
    if (entries.empty())
        return "resctrl is not mounted: as root, mount -t resctrl resctrl /sys/fs/resctrl, on a processor "
               "with RDT or QoS";
    return "resctrl is mounted, but this processor monitors nothing (no mon_data)";
}

void add_cache(const std::string& root, int cache, const std::vector<std::string>& all_groups,
               const topology::NodeSet& nodes, ResctrlTree& tree) {
    const auto folder = fmt::format("mon_L3_{:02}", cache);
    const auto parts = numbered_entries(fmt::format("{}{}/mon_data/{}", root, mount_path, folder), "mon_sub_L3_");
    for (const int node : parts)
        tree.domains.push_back({node, in_each(all_groups, fmt::format("{}/mon_sub_L3_{:02}", folder, node))});
    tree.splits_caches |= !parts.empty();
    if (!parts.empty()) return;
    tree.mixes_nodes |= nodes.size() > 1;
    tree.domains.push_back(
        {nodes.size() == 1 ? std::optional(nodes.first()) : std::nullopt, in_each(all_groups, folder)});
}

}  // namespace

ResctrlTree read_resctrl_tree(const std::string& root) {
    ResctrlTree tree;
    const auto caches = cpus_by_cache(root);
    const auto nodes = cpus_by_node(root);
    const auto all_groups = groups(root + mount_path);
    for (const int cache : numbered_entries(root + mount_path + "/mon_data", "mon_L3_")) {
        const auto cpus = caches.find(cache);
        add_cache(root, cache, all_groups,
                  cpus == caches.end() ? topology::NodeSet{} : nodes_of(cpus->second, nodes), tree);
    }
    if (tree.domains.empty()) tree.reason = why_empty(root);
    return tree;
}

}  // namespace accelbench::counters
