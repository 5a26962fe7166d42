#include <fmt/format.h>

#include <map>
#include <tuple>

#include "harness/cli/memory_performance_text.h"
#include "harness/cli/text_columns.h"
#include "harness/cli/topology_view.h"
#include "topology/base/list_text.h"
#include "topology/base/sizes.h"
#include "topology/machine_remarks.h"
#include "topology/transparent_pages.h"

namespace accelbench::cli {
namespace {

using topology::Machine;
using Rows = std::vector<std::vector<std::string>>;

std::string or_dash(const std::string& text) { return text.empty() ? "-" : text; }
std::string node_text(int node) { return node < 0 ? "-" : std::to_string(node); }

std::string machine_text(const Machine& machine) {
    Rows rows{{"machine", fmt::format("{}, {}, {}, {}",
                                      machine.processor.empty() ? "unnamed processor" : machine.processor,
                                      plural(machine.packages, "package", "packages"),
                                      plural(machine.cores.size(), "core", "cores"),
                                      plural(machine.cpus.size(), "hardware thread", "hardware threads"))}};
    if (!machine.hostname.empty()) rows.push_back({"host", machine.hostname});
    rows.push_back({"source", machine.source});
    if (!machine.is_this_system) rows.push_back({"", "planning only: nothing is bound"});
    return text_columns(rows, "ll", 0);
}

std::string kind_text(topology::MemoryKind kind) {
    switch (kind) {
        case topology::MemoryKind::dram:
            return "dram";
        case topology::MemoryKind::other:
            return "memory only, no cpus";
        case topology::MemoryKind::gpu:
            return "memory of a GPU";
        case topology::MemoryKind::none:
            break;
    }
    return "no usable memory";
}

/// What else is to be said of a node: cpus of its own that no rank gets.
std::string node_remark(const topology::NumaNode& node) {
    std::string text = kind_text(node.kind);
    if (!node.offline_cpus.empty()) text += fmt::format(", cpus {} offline", node.offline_cpus.to_string());
    if (!node.shared_cpus.empty())
        text += fmt::format(", shares cpus {} with another node", node.shared_cpus.to_string());
    return node.from_kernel ? text + ", not shown by hwloc" : text;
}

std::string nodes_text(const Machine& machine) {
    Rows rows{{"node", "cpus", "cores", "memory", "kind"}};
    for (const auto& node : machine.nodes) {
        int cores = 0;
        for (const auto& core : machine.cores) cores += core.node == node.index ? 1 : 0;
        const auto memory = node.memory_bytes == 0 ? "-" : size_text(static_cast<double>(node.memory_bytes));
        rows.push_back({std::to_string(node.index), or_dash(node.cpus.to_string()), std::to_string(cores),
                        memory, node_remark(node)});
    }
    return "\nnodes\n" + text_columns(rows, "rlrrl", 2);
}

/// Equal caches as one line: "L2 unified  4 MiB x 4, one for 2 cpus".
std::string caches_text(const Machine& machine) {
    std::map<std::tuple<int, std::string, std::uint64_t, int>, int> groups;
    for (const auto& cache : machine.caches) {
        ++groups[{cache.level, cache.type, cache.size_bytes, cache.cpus.size()}];
    }
    Rows rows;
    for (const auto& [group, count] : groups) {
        const auto& [level, type, bytes, cpus] = group;
        rows.push_back({fmt::format("L{} {}", level, type), size_text(static_cast<double>(bytes)),
                        fmt::format("x {}", count), fmt::format("one for {}", plural(cpus, "cpu", "cpus"))});
    }
    return "\ncaches\n" + (rows.empty() ? "  not reported\n" : text_columns(rows, "lrll", 2));
}

std::string distances_text(const Machine& machine) {
    if (machine.distances.empty()) {
        return machine.nodes.size() > 1 ? "\ndistances\n  not reported; 10 and 20 are assumed\n"
                                        : "";
    }
    Rows rows{{"node"}};
    for (std::size_t i = 0; i < machine.nodes.size(); ++i) {
        rows.front().push_back(std::to_string(machine.nodes[i].index));
        std::vector<std::string> row{std::to_string(machine.nodes[i].index)};
        for (auto distance : machine.distances[i]) row.push_back(std::to_string(distance));
        rows.push_back(std::move(row));
    }
    return "\ndistances (from row to column, 10 is local)\n" +
           text_columns(rows, std::string(machine.nodes.size() + 1, 'r'), 2);
}

std::string devices_text(const Machine& machine) {
    Rows rows;
    for (const auto& device : machine.devices) {
        rows.push_back({device.kind == topology::Device::Kind::gpu ? "gpu" : "nic", device.name,
                        or_dash(device.bus_id),
                        device.node < 0 ? "node unknown" : fmt::format("node {}", device.node)});
    }
    return "\nGPUs and NICs\n" + (rows.empty() ? "  none\n" : text_columns(rows, "llll", 2));
}

std::string limits_text(const TopologyView& view) {
    Rows rows{{"hidden cpus", or_dash(view.machine.hidden_cpus.to_string())}};
    if (view.environment) {
        const auto& facts = *view.environment;
        if (!facts.emulation.empty())
            rows.push_back({"emulated", facts.emulation + ": placement is verified here, times mean nothing"});
        rows.push_back({"cpu quota",
                        facts.cpu_quota_cores > 0 ? fmt::format("{:g} cores", facts.cpu_quota_cores) : "-"});
        rows.push_back({"memory limit", facts.memory_limit_bytes > 0
                                            ? size_text(static_cast<double>(facts.memory_limit_bytes))
                                            : "-"});
        rows.push_back({"virtualisation", facts.virtualisation});
        rows.push_back({"memory policy", facts.mempolicy});
        rows.push_back({"NUMA balancing", or_dash(facts.numa_balancing)});
        rows.push_back({"huge pages", or_dash(topology::transparent_pages_setting(facts))});
        if (facts.base_page_bytes > topology::usual_base_page_bytes)
            rows.push_back({"base pages", size_text(static_cast<double>(facts.base_page_bytes))});
        rows.push_back({"Linux kernel", fmt::format("{}, {}", facts.kernel, or_dash(facts.distribution))});
        rows.push_back({"libraries", facts.versions});
    }
    return "\nlimits\n" + text_columns(rows, "ll", 2);
}

std::string memory_text(const topology::MemoryPlan& memory) {
    auto text = to_string(static_cast<const topology::MemoryBinding&>(memory));
    for (const auto& [memory_class, binding] : memory.by_class)
        text += fmt::format(", {}: {}", memory_class, to_string(binding));
    return text;
}

std::string lines_text(const std::vector<std::string>& lines, const char* indent) {
    std::string text;
    for (const auto& line : lines) text += indent + line + "\n";
    return text;
}

std::string remarks_text(const Machine& machine) {
    const auto remarks = topology::machine_remarks(machine);
    return remarks.empty() ? "" : "\nnotes on this machine\n" + lines_text(remarks, "  ");
}

std::string plan_text(const TopologyView::Plan& plan) {
    const auto& placement = plan.placement;
    if (!placement.impossible.empty()) {
        return fmt::format("\n  {}: skipped\n    {}\n", plan.policy.name(), placement.impossible);
    }
    Rows rows{{"rank", "cpus", "node", "memory", "gpu"}};
    for (const auto& rank : placement.ranks) {
        rows.push_back({std::to_string(rank.local_rank), rank.cpus.empty() ? "any" : rank.cpus.to_string(),
                        node_text(rank.home_node), memory_text(rank.memory), or_dash(rank.gpu)});
    }
    return fmt::format("\n  {}{}\n", plan.policy.name(),
                       placement.oversubscribed ? " (oversubscribed)" : "") +
           text_columns(rows, "rlrll", 4) + lines_text(placement.notes, "    ");
}

}  // namespace

std::string topology_text(const TopologyView& view) {
    auto text = machine_text(view.machine) + nodes_text(view.machine) + caches_text(view.machine) +
                distances_text(view.machine) + memory_performance_text(view.machine) +
                devices_text(view.machine) + limits_text(view) + remarks_text(view.machine);
    text += fmt::format("\nrank map: {} of {}, {}\n", plural(view.request.processes, "process", "processes"),
                        plural(view.request.threads, "thread", "threads"), to_string(view.request.spread));
    for (const auto& plan : view.plans) text += plan_text(plan);
    return text;
}

}  // namespace accelbench::cli
