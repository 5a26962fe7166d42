#include "topology/machine_watch.h"

#include <fmt/format.h>

#include "topology/base/sizes.h"
#include "topology/base/system_files.h"
#include "topology/base/whole.h"

namespace accelbench::topology {
namespace {

template <class Set>
Set set_of(const std::string& text) {
    return Set::parse(text).value_or(Set{});
}

/// What of one set is not in the other: "cpus 2-3 went offline".
template <class Set>
std::string gone(const char* what, const Set& before, const Set& now, const char* how) {
    const auto lost = before.minus(now);
    if (lost.empty() || now.empty()) return "";
    return fmt::format("{} {}", named(what, lost), how);
}

std::string mebibytes(std::uint64_t bytes) { return fmt::format("{} MiB", bytes / mebibyte); }

std::string memory_change(const MachineState& before, const MachineState& now) {
    for (const auto& [node, bytes] : before.memory_bytes) {
        const auto at = now.memory_bytes.find(node);
        if (at == now.memory_bytes.end()) continue;
        if (static_cast<double>(at->second) < static_cast<double>(bytes) * (1 - memory_loss_tolerance))
            return fmt::format("node {} has {} of its {} left", node, mebibytes(at->second),
                               mebibytes(bytes));
    }
    return "";
}

}  // namespace

MachineState read_machine_state(const std::string& root) {
    const auto status = key_values(read_system_file(root + "/proc/self/status"), ':');
    const auto allowed = [&](const char* key) {
        const auto at = status.find(key);
        return at == status.end() ? std::string() : at->second;
    };
    const std::string nodes = root + "/sys/devices/system/node/";
    MachineState state;
    state.online_cpus = set_of<CpuSet>(read_system_file(root + "/sys/devices/system/cpu/online"));
    state.allowed_cpus = set_of<CpuSet>(allowed("Cpus_allowed_list"));
    state.memory_nodes = set_of<NodeSet>(read_system_file(nodes + "has_memory"));
    if (const auto mems = set_of<NodeSet>(allowed("Mems_allowed_list")); !mems.empty())
        state.memory_nodes = state.memory_nodes.intersect(mems);
    for (const int node : state.memory_nodes) {
        const auto facts = key_values(read_system_file(fmt::format("{}node{}/meminfo", nodes, node)), ':');
        const auto total = facts.find(fmt::format("Node {} MemTotal", node));
        if (total != facts.end())
            state.memory_bytes[node] =
                whole<std::uint64_t>(number_in(total->second).value_or(0) * 1024);
    }
    return state;
}

std::string machine_change(const MachineState& before, const MachineState& now) {
    const std::string changes[] = {
        gone("cpu", before.online_cpus, now.online_cpus, "went offline"),
        gone("cpu", now.online_cpus, before.online_cpus, "came online"),
        gone("cpu", before.allowed_cpus, now.allowed_cpus, "may not be used any more"),
        gone("cpu", now.allowed_cpus, before.allowed_cpus, "may be used now"),
        gone("node", before.memory_nodes, now.memory_nodes, "lost its memory"),
        gone("node", now.memory_nodes, before.memory_nodes, "got memory"), memory_change(before, now)};
    for (const auto& change : changes)
        if (!change.empty()) return change;
    return "";
}

}  // namespace accelbench::topology
