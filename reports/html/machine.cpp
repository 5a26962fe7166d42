#include <fmt/format.h>

#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/text/units.h"
#include "topology/machine_remarks.h"
#include "topology/transparent_pages.h"

namespace accelbench::reports {
namespace {

using topology::Machine;
using topology::MemoryKind;

std::string or_dash(const std::string& text) { return text.empty() ? "-" : escape(text); }

/// What the system says, or in words that it doesn't.
std::string fact(const std::string& text) {
    return text.empty() ? "<span class=\"quiet\">not reported</span>" : escape(text);
}

std::string kind_text(MemoryKind kind) {
    if (kind == MemoryKind::dram) return "DRAM";
    if (kind == MemoryKind::gpu) return "memory of a GPU";
    return kind == MemoryKind::other ? "memory without cpus" : "no memory";
}

/// What of the machine is not seen in its tables.
std::string remarks_text(const Machine& machine) {
    std::string html;
    for (const auto& remark : machine_remarks(machine))
        html += fmt::format("<p class=\"notice\">{}</p>\n", escape(remark));
    return html;
}

std::string nodes_table(const Machine& machine) {
    std::vector<std::vector<std::string>> rows;
    for (const topology::NumaNode& node : machine.nodes)
        rows.push_back({fmt::format("node {}", node.index), or_dash(node.cpus.to_string()),
                        bytes_text(node.memory_bytes), kind_text(node.kind)});
    return html_table("NUMA nodes", {{"Node"}, {"Cpus"}, {"Memory", true}, {"Kind"}}, rows);
}

std::string distance_table(const Machine& machine) {
    if (machine.distances.empty()) return "<p class=\"hint\">The machine reports no distance matrix.</p>\n";
    std::vector<HtmlColumn> columns{{"From \\ to"}};
    std::vector<std::vector<std::string>> rows;
    for (std::size_t from = 0; from < machine.distances.size() && from < machine.nodes.size(); ++from) {
        const std::string name = fmt::format("node {}", machine.nodes[from].index);
        columns.push_back({name, true});
        rows.push_back({name});
        for (const std::uint64_t distance : machine.distances[from])
            rows.back().push_back(std::to_string(distance));
    }
    for (auto& row : rows) row.resize(columns.size(), "-");
    return html_table("Distances between nodes (10 is local)", columns, rows);
}

std::string latency_text(const std::optional<std::uint64_t>& nanoseconds) {
    return nanoseconds ? std::to_string(*nanoseconds) : "-";
}

std::string bandwidth_text(const std::optional<std::uint64_t>& bytes_per_second) {
    return bytes_per_second ? bytes_text(*bytes_per_second) + "/s" : "-";
}

std::string performance_table(const Machine& machine) {
    if (machine.memory_performance.empty()) return "";
    std::vector<std::vector<std::string>> rows;
    for (const topology::MemoryPerformance& entry : machine.memory_performance)
        rows.push_back({fmt::format("node {}", entry.target_node),
                        entry.initiator_node < 0 ? "-" : fmt::format("node {}", entry.initiator_node),
                        or_dash(entry.initiator_cpus.to_string()), latency_text(entry.read_latency_ns),
                        latency_text(entry.write_latency_ns),
                        bandwidth_text(entry.read_bandwidth_bytes_per_second),
                        bandwidth_text(entry.write_bandwidth_bytes_per_second)});
    return html_table("Memory performance, as the firmware reports it (HMAT)",
                      {{"Memory of"},
                       {"Seen from"},
                       {"Cpus"},
                       {"Read, ns", true},
                       {"Write, ns", true},
                       {"Read bandwidth", true},
                       {"Write bandwidth", true}},
                      rows);
}

std::string devices_text(const Machine& machine) {
    std::string text;
    for (const topology::Device& device : machine.devices)
        text += fmt::format("{}{} {}{}", text.empty() ? "" : ", ",
                            device.kind == topology::Device::Kind::gpu ? "GPU" : "network", device.name,
                            device.node < 0 ? "" : fmt::format(" (node {})", device.node));
    return text.empty() ? "none seen" : escape(text);
}

}  // namespace

std::string machine_section(const Document& document) {
    const Machine& machine = document.machine;
    return html_section(
        "machine", "Machine",
        html_facts(
            {{"Host", fact(machine.hostname)},
             {"Processor", fact(machine.processor)},
             {"Read from", fact(machine.source)},
             {"Packages", std::to_string(machine.packages)},
             {"Cores", std::to_string(machine.cores.size())},
             {"Usable cpus", or_dash(machine.cpus.to_string())},
             {"Hidden cpus", machine.hidden_cpus.empty() ? "none" : escape(machine.hidden_cpus.to_string())},
             {"GPUs and network", devices_text(machine)}}) +
            remarks_text(machine) + nodes_table(machine) + distance_table(machine) +
            performance_table(machine));
}

std::string environment_section(const Document& document) {
    const topology::Environment& found = document.environment;
    const std::string quota =
        found.cpu_quota_cores > 0 ? fmt::format("{:.2f} cores", found.cpu_quota_cores) : "none";
    const std::string limit = found.memory_limit_bytes > 0 ? bytes_text(found.memory_limit_bytes) : "none";
    return html_section(
        "environment", "Facts that distort measurements",
        html_facts({{"Emulated", found.emulation.empty() ? "none detected" : escape(found.emulation)},
                    {"Linux kernel", fact(found.kernel)},
                    {"Distribution", fact(found.distribution)},
                    {"Virtualisation", fact(found.virtualisation)},
                    {"Frequency governor", fact(found.governor)},
                    {"Transparent huge pages", fact(transparent_pages_setting(found))},
                    {"Automatic NUMA balancing", fact(found.numa_balancing)},
                    {"Zone reclaim", fact(found.zone_reclaim)},
                    {"Address randomisation", fact(found.aslr)},
                    {"perf_event_paranoid", fact(found.perf_event_paranoid)},
                    {"Clock source", fact(found.clock_source)},
                    {"Cpu quota", quota},
                    {"Memory limit", limit},
                    {"Load at the start", fmt::format("{:.2f}", found.load_1min)},
                    {"Memory policy calls", fact(found.mempolicy)},
                    {"Libraries", fact(found.versions)}}));
}

}  // namespace accelbench::reports
