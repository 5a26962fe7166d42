#include "harness/counters/linux/numa_events.h"

#include <fmt/format.h>

#include <array>
#include <optional>

#include "harness/counters/linux/file_source.h"
#include "harness/counters/linux/node_files.h"
#include "harness/counters/linux/system_text.h"
#include "topology/kernel_counters.h"

namespace accelbench::counters {
namespace {

struct EventRow {
    const char* name;  // of /proc/vmstat, and ours
    const char* of_node;
};

constexpr std::array event_rows{
    EventRow{"numa_hit", "numa_hit"},
    EventRow{"numa_miss", "numa_miss"},
    EventRow{"numa_foreign", "numa_foreign"},
    EventRow{"numa_interleave", "interleave_hit"},
    EventRow{"numa_local", "local_node"},
    EventRow{"numa_other", "other_node"},
};
constexpr auto nodes_path = "/sys/devices/system/node";
constexpr auto vmstat_path = "/proc/vmstat";

using Counts = std::map<std::string, std::uint64_t>;

/// Lines "numa_hit 12" of each node's numastat.
std::map<int, Counts> read_nodes(const std::string& root) {
    std::map<int, Counts> by_node;
    for (const int node : numbered_entries(root + nodes_path, "node")) {
        const auto read = read_system_text(fmt::format("{}{}/node{}/numastat", root, nodes_path, node));
        if (read.error == 0) by_node[node] = topology::parse_vmstat(read.text);
    }
    return by_node;
}

Reading of_nodes(const std::map<int, Counts>& nodes, const char* key) {
    Reading reading;
    for (const auto& [node, counts] : nodes) {
        const auto at = counts.find(key);
        if (at == counts.end()) return {};
        reading.by_node[node] = static_cast<double>(at->second);
        reading.value = reading.value.value_or(0) + static_cast<double>(at->second);
    }
    return reading;
}

Reading of_system(const Counts& vmstat, const char* key) {
    const auto at = vmstat.find(key);
    return at == vmstat.end() ? Reading{} : Reading{static_cast<double>(at->second), {}};
}

std::vector<Reading> read_events(const std::string& root) {
    const auto nodes = read_nodes(root);
    const auto vmstat =
        nodes.empty() ? topology::parse_vmstat(read_system_text(root + vmstat_path).text) : Counts{};
    std::vector<Reading> readings;
    for (const auto& row : event_rows)
        readings.push_back(nodes.empty() ? of_system(vmstat, row.name) : of_nodes(nodes, row.of_node));
    return readings;
}

/// The kernel keeps the files and shows zeros when it is told not to count.
bool is_switched_off(const std::string& root) {
    return read_system_text(root + "/proc/sys/vm/numa_stat").text.starts_with('0');
}

std::string why_absent(const std::string& root, const Reading& reading) {
    if (is_switched_off(root))
        return "vm.numa_stat is 0, Linux doesn't count: as root, sysctl vm.numa_stat=1";
    if (reading.value) return "";
    if (const auto vmstat = read_system_text(root + vmstat_path); vmstat.error != 0) {
        return fmt::format("neither {}/node*/numastat nor {} can be read ({}): a sandbox hides them", nodes_path,
                           vmstat_path, unreadable(vmstat_path, vmstat.error));
    }
    return "this Linux kernel was built without NUMA (CONFIG_NUMA)";
}

}  // namespace

std::unique_ptr<Source> open_numa_events(const std::string& root) {
    const bool shows_nodes = !read_nodes(root).empty();
    const auto first = read_events(root);
    std::vector<reports::CounterInfo> rows;
    for (std::size_t i = 0; i < event_rows.size(); ++i) {
        const auto* event = shows_nodes ? event_rows[i].of_node : event_rows[i].name;
        rows.push_back(
            {event_rows[i].name,
             "pages",
             shows_nodes ? fmt::format("{}/node*/numastat", nodes_path) : vmstat_path,
             {event},
             "system",
             "a huge page counts once; pages that were there before; counts all programs of the machine",
             "Linux, Documentation/admin-guide/numastat.rst",
             why_absent(root, first[i])});
    }
    return std::make_unique<FileSource>(std::move(rows), FileSource::Kind{},
                                        [root] { return read_events(root); });
}

}  // namespace accelbench::counters
