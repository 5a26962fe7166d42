#include "harness/counters/linux/rapl_zones.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "harness/counters/linux/node_files.h"
#include "topology/base/paths.h"
#include "topology/base/system_files.h"

namespace accelbench::counters {
namespace {

using topology::number_in;
using topology::read_system_file;

/// "package-1" or "package-1-die-0", as zones are called.
struct PackageName {
    int package = -1;
    int die = -1;  // -1: the package is one
};

std::optional<PackageName> parse_package(const std::string& name) {
    PackageName parsed;
    const int found = std::sscanf(name.c_str(), "package-%d-die-%d", &parsed.package, &parsed.die);
    return found >= 1 ? std::optional(parsed) : std::nullopt;
}

topology::CpuSet cpus_of(const PackageName& name, const std::string& root) {
    const auto folder = root + "/sys/devices/system/cpu";
    topology::CpuSet cpus;
    for (const int cpu : numbered_entries(folder, "cpu")) {
        const auto topology_of_cpu = fmt::format("{}/cpu{}/topology", folder, cpu);
        const auto package = number_in(read_system_file(topology_of_cpu + "/physical_package_id"));
        const auto die = number_in(read_system_file(topology_of_cpu + "/die_id"));
        if (package == name.package && (name.die < 0 || die == name.die)) cpus.insert(cpu);
    }
    return cpus;
}

std::optional<int> node_of(const PackageName& name, const std::string& root) {
    const auto nodes = nodes_of(cpus_of(name, root), cpus_by_node(root));
    return nodes.size() == 1 ? std::optional(nodes.first()) : std::nullopt;
}

/// "intel-rapl:0:2" -> "intel-rapl:0"; AMD's zones are called so too. Zones "intel-rapl-mmio:..." tell the
/// same energy again.
std::string parent_of(const std::string& zone) { return zone.substr(0, zone.rfind(':')); }

std::vector<std::string> zone_names(const std::string& folder) {
    std::vector<std::string> names;
    for (const auto& entry : folder_entries(folder)) {
        const auto name = entry.filename().string();
        if (name.starts_with("intel-rapl:")) names.push_back(name);
    }
    std::sort(names.begin(), names.end());
    return names;
}

}  // namespace

std::vector<RaplZone> read_rapl_zones(const std::string& root) {
    const auto folder = root + "/sys/class/powercap/";
    std::vector<RaplZone> zones;
    for (const auto& zone : zone_names(folder)) {
        const auto name = read_system_file(folder + zone + "/name");
        const bool is_memory = name == "dram";
        const auto package =
            parse_package(is_memory ? read_system_file(folder + parent_of(zone) + "/name") : name);
        if (!package) continue;
        const auto range = number_in(read_system_file(folder + zone + "/max_energy_range_uj"));
        zones.push_back({folder + zone, is_memory, node_of(*package, root),
                         static_cast<std::uint64_t>(range.value_or(0))});
    }
    return zones;
}

}  // namespace accelbench::counters
