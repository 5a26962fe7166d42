#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "topology/audit/facts.h"
#include "topology/audit/node_text.h"
#include "topology/base/list_text.h"
#include "topology/base/paths.h"
#include "topology/base/sizes.h"
#include "topology/base/system_files.h"
#include "topology/transparent_pages.h"

namespace accelbench::topology {
namespace {

bool has_several_nodes(const AuditInput& input) { return input.machine.nodes_with_memory().size() > 1; }

/// Memory that no cpu is nearest to: CXL, HBM, a GPU's.
bool has_tiers(const AuditInput& input) {
    return input.machine.nodes_with_memory().size() > input.machine.dram_nodes().size();
}

Finding check_thp(const AuditInput& input) {
    const auto mode = transparent_pages_setting(input.environment);
    if (mode.empty()) return unsaid(input);
    if (mode != "always") return {mode, Grade::good, ""};
    return {mode, Grade::warn, "echo madvise > " + transparent_pages_file(input.environment)};
}

Finding check_numa_balancing(const AuditInput& input) {
    const auto& mode = input.environment.numa_balancing;
    if (mode.empty() && !has_several_nodes(input))
        return {"not present; one node with memory", Grade::good, ""};
    if (mode.empty()) return unsaid(input);
    if (mode == "0") return {"off", Grade::good, ""};
    if (!has_several_nodes(input)) return {"on, without effect: one node with memory", Grade::good, ""};
    return {mode == "1" ? "on" : fmt::format("on (mode {}: tiering)", mode), Grade::bad,
            "sysctl -w kernel.numa_balancing=0"};
}

Finding check_tiering(const AuditInput& input) {
    const auto text = read_system_file(input.root + "/sys/kernel/mm/numa/demotion_enabled");
    if (text.empty() && !has_tiers(input)) return {"not present; no slower memory", Grade::good, ""};
    if (text.empty()) return unsaid(input);
    if (text == "false" || text == "0") return {"off", Grade::good, ""};
    if (!has_tiers(input)) return {"on, without effect: no slower memory", Grade::good, ""};
    return {"on", Grade::bad, "echo false > /sys/kernel/mm/numa/demotion_enabled"};
}

Finding check_zone_reclaim(const AuditInput& input) {
    const auto& mode = input.environment.zone_reclaim;
    if (mode.empty())
        return has_several_nodes(input) ? unsaid(input)
                                        : Finding{"not present; one node with memory", Grade::good, ""};
    if (mode == "0") return {"off", Grade::good, ""};
    if (!has_several_nodes(input)) return {"on, without effect: one node with memory", Grade::good, ""};
    return {fmt::format("on (mode {})", mode), Grade::warn, "sysctl -w vm.zone_reclaim_mode=0"};
}

/// "hugepages-2048kB" -> 2048 KiB; 0 for another name.
std::uint64_t page_bytes(const std::string& folder) {
    constexpr std::string_view prefix = "hugepages-";
    return folder.rfind(prefix, 0) == 0
               ? static_cast<std::uint64_t>(number_in(folder.substr(prefix.size())).value_or(0)) * 1024
               : 0;
}

/// Reserved as huge pages of any size.
std::uint64_t reserved_bytes(const std::string& node_folder) {
    std::uint64_t bytes = 0;
    for (const auto& entry : folder_entries(node_folder + "/hugepages")) {
        const auto pages = number_in(read_system_file(entry.string() + "/nr_hugepages"));
        bytes += static_cast<std::uint64_t>(pages.value_or(0)) * page_bytes(entry.filename().string());
    }
    return bytes;
}

Finding check_huge_pages(const AuditInput& input) {
    std::map<int, std::uint64_t> reserved;
    for (const auto& node : input.machine.nodes) {
        const auto folder = fmt::format("{}/sys/devices/system/node/node{}", input.root, node.index);
        if (std::error_code error; std::filesystem::exists(folder + "/hugepages", error))
            reserved[node.index] = reserved_bytes(folder);
    }
    if (reserved.empty()) return unsaid(input);
    const auto [least, most] = std::minmax_element(
        reserved.begin(), reserved.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    if (most->second == 0) return {"none reserved", Grade::good, ""};
    const auto value = bytes_by_node_text(reserved) + " reserved";
    if (least->second == most->second) return {value, Grade::good, ""};
    return {value + ": nodes differ", Grade::warn,
            "echo 0 | tee /sys/devices/system/node/node*/hugepages/hugepages-*/nr_hugepages"};
}

Finding check_swap(const AuditInput& input) {
    std::ifstream file(input.root + "/proc/swaps");
    if (!file) return unsaid(input);
    std::string line, devices;
    std::getline(file, line);  // the heading
    double used_kib = 0;
    for (std::string name, type, size, used;
         file >> name >> type >> size >> used && std::getline(file, line);) {
        devices += (devices.empty() ? "" : " ") + name;
        used_kib += number_in(used).value_or(0);
    }
    if (devices.empty()) return {"none", Grade::good, ""};
    return {used_kib > 0 ? fmt::format("{} in use of {}", size_text(used_kib * 1024), devices)
                         : devices + ", empty",
            Grade::warn, "swapoff -a"};
}

Finding check_ksm(const AuditInput& input) {
    const auto mode = read_system_file(input.root + "/sys/kernel/mm/ksm/run");
    std::error_code error;
    if (mode.empty() && !std::filesystem::exists(input.root + "/sys/kernel/mm", error)) return unsaid(input);
    if (mode.empty()) return {"not present", Grade::good, ""};
    if (mode != "1") return {"off", Grade::good, ""};
    return {"on", Grade::warn, "echo 0 > /sys/kernel/mm/ksm/run"};
}

/// Whose cpus a cgroup hides, or that are offline, count too: the firmware made them nodes all the same.
int nodes_of_cpus(const Machine& machine) {
    return static_cast<int>(
        std::count_if(machine.nodes.begin(), machine.nodes.end(), [](const NumaNode& node) {
            return !node.cpus.empty() || !node.hidden_cpus.empty() || !node.offline_cpus.empty();
        }));
}

/// How the firmware cut the packages into nodes.
Finding check_clustering(const AuditInput& input) {
    const int nodes = nodes_of_cpus(input.machine);
    const int packages = input.machine.packages;
    if (nodes == 0 || packages == 0) return unsaid(input);
    if (nodes == packages) return {fmt::format("off: one node per package, {} in all", nodes), Grade::good, ""};
    if (nodes > packages) {
        const auto each = nodes % packages == 0 ? fmt::format("{} nodes per package", nodes / packages)
                                                : fmt::format("{} nodes in {} packages", nodes, packages);
        return {"on: " + each, Grade::good, ""};
    }
    const auto value = fmt::format("{} packages as {}", packages, plural(nodes, "node", "nodes"));
    if (is_virtual(input))
        return {
            value + ": the hypervisor hides the host's nodes", Grade::warn,
            "give the guest the host's nodes (libvirt: <numatune> and <numa> cells; QEMU: -numa node,...)"};
    return {value + ": memory is interleaved over packages, or Linux was booted with numa=off", Grade::bad,
            "turn off node interleaving in the firmware setup (NPS1 or more), and boot without numa=off"};
}

}  // namespace

std::vector<FactRow> memory_facts() {
    return {
        {"numa_balancing", "automatic NUMA balancing",
         "unmaps and migrates pages in the middle of steps: they do not stay where they were placed", true,
         check_numa_balancing},
        {"tiering", "demotion to slower memory",
         "moves pages to a slower node when theirs fills up: steps are then slow for a reason other than the policy",
         true, check_tiering},
        {"zone_reclaim", "zone reclaim",
         "drops caches before it takes memory from another node: launches stall when a node is nearly "
         "full",
         true, check_zone_reclaim},
        {"thp", "transparent huge pages",
         "libraries then get huge pages or not, depending on fragmentation, sometimes on another node: launches differ",
         true, check_thp},
        {"huge_pages", "reserved huge pages",
         "reserved memory is lost to everything else: nodes with more of it fill up sooner", true,
         check_huge_pages},
        {"swap", "swap", "a full node swaps where it should fail: the step then waits for the disk",
         true, check_swap},
        {"ksm", "page merging (KSM)",
         "scans memory continuously and lets nodes share a page, which is then remote for one of them", true,
         check_ksm},
        {"clustering", "sub-NUMA clustering, NPS",
         "decides what 'local' means: the channels of a package, or a share of them", false,
         check_clustering},
        {"free_memory", "free memory per node",
         "a full node spills to another one, or invokes the out-of-memory killer", false,
         check_free_memory},
    };
}

}  // namespace accelbench::topology
