#include "harness/counters/linux/rapl.h"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>

#include "harness/counters/linux/file_source.h"
#include "harness/counters/linux/rapl_zones.h"
#include "harness/counters/linux/system_text.h"
#include "topology/base/system_files.h"

namespace accelbench::counters {
namespace {

/// More than any package draws: how soon a counter could start again.
constexpr double most_watts = 600;

struct Meter {
    RaplZone zone;
    UnwrappedEnergy energy;
};

double now_seconds() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

std::optional<double> joules_of(Meter& meter) {
    const auto microjoules = topology::number_in(read_system_text(meter.zone.folder + "/energy_uj").text);
    if (!microjoules) return std::nullopt;
    const auto sum = meter.energy.update(static_cast<std::uint64_t>(*microjoules), now_seconds());
    return sum ? std::optional(static_cast<double>(*sum) * 1e-6) : std::nullopt;
}

/// The sum over packages, or over their memory.
Reading read_meters(std::vector<Meter>& meters, bool is_memory) {
    Reading reading;
    bool all_have_a_node = true;
    for (auto& meter : meters) {
        if (meter.zone.is_memory != is_memory) continue;
        const auto joules = joules_of(meter);
        if (!joules) return {};
        reading.value = reading.value.value_or(0) + *joules;
        all_have_a_node &= meter.zone.node.has_value();
        if (meter.zone.node) reading.by_node[*meter.zone.node] += *joules;
    }
    if (!all_have_a_node) reading.by_node.clear();
    return reading;
}

std::string why_absent(const std::vector<RaplZone>& zones, bool is_memory, const std::string& root) {
    if (zones.empty())
        return "no RAPL (/sys/class/powercap has no package): virtual machines and other processors than "
               "Intel's and AMD's "
               "have none; on those, as root, modprobe intel_rapl_msr";
    bool found = false;
    for (const auto& zone : zones) {
        if (zone.is_memory != is_memory) continue;
        found = true;
        const auto path = zone.folder + "/energy_uj";
        const int error = probe_system_text(path);
        if (error == EACCES || error == EPERM)
            return unreadable(path.substr(root.size()), error) +
                   ": since Linux 5.10 root alone may; run as root, or as root chmod a+r " +
                   path.substr(root.size());
        if (error != 0) return unreadable(path.substr(root.size()), error);
        if (zone.range_uj == 0)
            return path.substr(root.size()) + " doesn't show where it wraps around (max_energy_range_uj)";
    }
    return found ? "" : "this processor doesn't report its memory's energy (no zone called dram)";
}

reports::CounterInfo row(const std::string& name, bool is_memory, const std::vector<RaplZone>& zones,
                         const std::string& root) {
    return {name,
            "joules",
            "/sys/class/powercap",
            {is_memory ? "dram/energy_uj" : "package/energy_uj"},
            "socket",
            is_memory ? "what isn't memory; all programs count"
                      : "memory modules, devices, fans and losses of the power supply; all programs count",
            "Linux, Documentation/power/powercap/powercap.rst",
            why_absent(zones, is_memory, root)};
}

}  // namespace

std::optional<std::uint64_t> UnwrappedEnergy::update(std::uint64_t energy_uj, double seconds) {
    if (last_uj_) {
        lost_ |= (seconds - last_seconds_) * most_watts * 1e6 >= static_cast<double>(range_uj_);
        const bool started_again = energy_uj < *last_uj_;
        sum_uj_ += energy_uj + (started_again ? range_uj_ : 0) - *last_uj_;
    }
    last_uj_ = energy_uj;
    last_seconds_ = seconds;
    return lost_ ? std::nullopt : std::optional(sum_uj_);
}

std::unique_ptr<Source> open_rapl(const std::string& root) {
    const auto zones = read_rapl_zones(root);
    std::vector<reports::CounterInfo> rows{row("energy_joules", false, zones, root),
                                           row("energy_dram_joules", true, zones, root)};
    std::vector<Meter> meters;
    for (const auto& zone : zones) meters.push_back({zone, UnwrappedEnergy(zone.range_uj)});
    return std::make_unique<FileSource>(std::move(rows), FileSource::Kind{}, [meters]() mutable {
        return std::vector<Reading>{read_meters(meters, false), read_meters(meters, true)};
    });
}

}  // namespace accelbench::counters
