#include "topology/audit/conditions.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <sstream>
#include <vector>

#include "topology/base/system_files.h"
#include "topology/free_memory.h"

namespace accelbench::topology {
namespace {

/// MHz by cpu, from cpufreq's files in kHz.
std::map<int, double> clocks_of_cpufreq(const CpuSet& cpus, const std::string& root) {
    std::map<int, double> mhz;
    for (const int cpu : cpus) {
        const auto path = fmt::format("{}/sys/devices/system/cpu/cpu{}/cpufreq/scaling_cur_freq", root, cpu);
        if (const auto kilohertz = number_in(read_system_file(path)); kilohertz && *kilohertz > 0)
            mhz[cpu] = *kilohertz / 1000;
    }
    return mhz;
}

/// "processor : 3" and, some lines on, "cpu MHz : 2445.428".
std::map<int, double> clocks_of_cpuinfo(const std::string& root) {
    std::map<int, double> mhz;
    int cpu = -1;
    std::istringstream lines(read_system_file(root + "/proc/cpuinfo"));
    for (std::string line; std::getline(lines, line);) {
        const auto colon = line.find(':');
        if (colon == std::string::npos) continue;
        const auto number = number_in(line.substr(colon + 1));
        if (number && line.rfind("processor", 0) == 0) cpu = static_cast<int>(*number);
        if (number && line.rfind("cpu MHz", 0) == 0) mhz[cpu] = *number;
    }
    return mhz;
}

}  // namespace

std::optional<CpuTimes> read_cpu_times(const std::string& root) {
    const auto stat = read_system_file(root + "/proc/stat");
    std::istringstream line(stat.substr(0, stat.find('\n')));
    std::string name;
    std::array<std::uint64_t, 8> ticks{};  // user nice system idle iowait irq softirq steal
    line >> name;
    for (auto& count : ticks)
        if (!(line >> count)) return std::nullopt;
    if (name != "cpu") return std::nullopt;
    return CpuTimes{ticks[0] + ticks[1] + ticks[2] + ticks[5] + ticks[6] + ticks[7], ticks[7]};
}

std::optional<double> steal_share(const CpuTimes& before, const CpuTimes& after) {
    // A cpu that went offline takes its ticks out of the sums.
    if (after.wanted <= before.wanted || after.stolen < before.stolen) return std::nullopt;
    return static_cast<double>(after.stolen - before.stolen) /
           static_cast<double>(after.wanted - before.wanted);
}

std::optional<CpuClocks> read_cpu_clocks(const CpuSet& cpus, const std::string& root) {
    auto by_cpu = clocks_of_cpufreq(cpus, root);
    if (by_cpu.empty()) by_cpu = clocks_of_cpuinfo(root);
    std::vector<double> mhz;
    for (const auto& [cpu, clock] : by_cpu)
        if (cpus.contains(cpu)) mhz.push_back(clock);
    if (mhz.empty()) return std::nullopt;
    std::sort(mhz.begin(), mhz.end());
    const auto middle = mhz.size() / 2;
    return CpuClocks{mhz.front(), mhz.size() % 2 == 1 ? mhz[middle] : (mhz[middle - 1] + mhz[middle]) / 2};
}

ConditionsWatch::ConditionsWatch(std::string root)
    : root_(std::move(root)),
      load_1min_(number_in(read_system_file(root_ + "/proc/loadavg"))),
      before_(read_cpu_times(root_)) {}

Conditions ConditionsWatch::done(const CpuSet& cpus) const {
    Conditions conditions;
    const auto after = read_cpu_times(root_);  // first: what follows takes time itself
    if (before_ && after) conditions.steal_share = steal_share(*before_, *after);
    conditions.clocks = read_cpu_clocks(cpus, root_);
    conditions.load_1min = load_1min_;
    conditions.free_memory_bytes = read_free_memory(root_);
    return conditions;
}

}  // namespace accelbench::topology
