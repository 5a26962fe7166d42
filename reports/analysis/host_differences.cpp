#include "reports/analysis/host_differences.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/text/units.h"
#include "topology/base/list_text.h"
#include "topology/transparent_pages.h"

namespace accelbench::reports {
namespace {

using topology::Machine;

/// A host that answered. `first` is the one that all are compared with: what is close enough to its value is
/// told as its value.
struct Compared {
    const Host& host;
    const Host& first;
    const Machine& machine() const { return host.facts->machine; }
    const topology::Environment& environment() const { return host.facts->environment; }
};

bool close(std::uint64_t one, std::uint64_t other, double most_ratio) {
    const auto low = static_cast<double>(std::min(one, other));
    return static_cast<double>(std::max(one, other)) <= low * most_ratio;
}

std::string cpus_by_node(const Machine& machine) {
    std::vector<std::string> nodes;
    for (const auto& node : machine.nodes)
        nodes.push_back(
            fmt::format("{}: {}", node.index, node.cpus.empty() ? "no cpus" : node.cpus.to_string()));
    return join(nodes, "; ");
}

bool same_memory(const Machine& one, const Machine& other) {
    const auto same = [](const topology::NumaNode& a, const topology::NumaNode& b) {
        return a.index == b.index && a.kind == b.kind &&
               close(a.memory_bytes, b.memory_bytes, 1 + memory_tolerance);
    };
    return std::equal(one.nodes.begin(), one.nodes.end(), other.nodes.begin(), other.nodes.end(), same);
}

std::string memory(const Compared& of) {
    const auto& machine =
        same_memory(of.machine(), of.first.facts->machine) ? of.first.facts->machine : of.machine();
    std::vector<std::string> nodes;
    for (const auto& node : machine.nodes)
        nodes.push_back(fmt::format("{}: {}", node.index, bytes_text(node.memory_bytes)));
    return join(nodes, "; ");
}

std::string distances(const Compared& of) {
    std::vector<std::string> rows;
    for (const auto& row : of.machine().distances) rows.push_back(fmt::format("{}", fmt::join(row, " ")));
    return join(rows, "; ");
}

std::uint64_t free_bytes(const Host& host) {
    std::uint64_t bytes = 0;
    for (const auto& [node, free] : host.facts->free_memory_bytes) bytes += free;
    return bytes;
}

std::string free_memory(const Compared& of) {
    const auto own = free_bytes(of.host), first = free_bytes(of.first);
    return bytes_text(close(own, first, free_memory_factor) ? first : own);
}

/// Against the launching machine, which all are compared with here.
std::string clock(const Compared& of) {
    const auto& clock = of.host.clock;
    if (!clock || std::abs(clock->offset_seconds) <= clock->uncertainty_seconds + clock_tolerance_seconds)
        return "as the launching machine's";
    return fmt::format("{:+.2f} s (within {:.2g} s)", clock->offset_seconds, clock->uncertainty_seconds);
}

std::string refused_modes(const Compared& of) {
    std::vector<std::string> modes;
    for (const auto mode : of.machine().refused_modes) modes.emplace_back(topology::to_string(mode));
    return modes.empty() ? "none" : join(modes);
}

std::string quota(const Compared& of) {
    const double cores = of.environment().cpu_quota_cores;
    return cores > 0 ? fmt::format("{:.3g} cpus", cores) : "none";
}

std::string memory_limit(const Compared& of) {
    const auto bytes = of.environment().memory_limit_bytes;
    return bytes > 0 ? bytes_text(bytes) : "none";
}

struct Fact {
    const char* name;
    std::string (*value)(const Compared&);
};

const std::vector<Fact>& facts() {
    static const std::vector<Fact> rows = {
        {"MPI", [](const Compared& of) { return of.host.facts->mpi_version; }},
        {"processor", [](const Compared& of) { return of.machine().processor; }},
        {"cores", [](const Compared& of) { return std::to_string(of.machine().cores.size()); }},
        {"cpus by node", [](const Compared& of) { return cpus_by_node(of.machine()); }},
        {"memory by node", memory},
        {"distances", distances},
        {"free memory", free_memory},
        {"refused memory modes", refused_modes},
        {"memory policy calls", [](const Compared& of) { return of.environment().mempolicy; }},
        {"cpu quota", quota},
        {"memory limit", memory_limit},
        {"Linux kernel", [](const Compared& of) { return of.environment().kernel; }},
        {"distribution", [](const Compared& of) { return of.environment().distribution; }},
        {"virtualisation", [](const Compared& of) { return of.environment().virtualisation; }},
        {"emulation", [](const Compared& of) { return of.environment().emulation; }},
        {"governor", [](const Compared& of) { return of.environment().governor; }},
        {"transparent huge pages",
         [](const Compared& of) { return transparent_pages_setting(of.environment()); }},
        {"NUMA balancing", [](const Compared& of) { return of.environment().numa_balancing; }},
        {"zone reclaim", [](const Compared& of) { return of.environment().zone_reclaim; }},
        {"address randomisation", [](const Compared& of) { return of.environment().aslr; }},
        {"clock source", [](const Compared& of) { return of.environment().clock_source; }},
        {"libraries", [](const Compared& of) { return of.environment().versions; }},
        {"clock", clock},
    };
    return rows;
}

void add(HostDifference& difference, const std::string& value, const std::string& host) {
    for (auto& [known, hosts] : difference.values) {
        if (known != value) continue;
        hosts.push_back(host);
        return;
    }
    difference.values.push_back({value, {host}});
}

}  // namespace

std::vector<HostDifference> host_differences(const std::vector<Host>& hosts) {
    const auto first = std::find_if(hosts.begin(), hosts.end(), [](const Host& host) { return host.facts; });
    std::vector<HostDifference> differences;
    for (const auto& fact : facts()) {
        HostDifference difference{fact.name, {}};
        for (const auto& host : hosts) {
            if (!host.facts) continue;
            const auto value = fact.value({host, *first});
            add(difference, value.empty() ? "not reported" : value, host.name);
        }
        if (difference.values.size() > 1) differences.push_back(std::move(difference));
    }
    return differences;
}

}  // namespace accelbench::reports
