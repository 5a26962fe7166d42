#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "topology/base/index_set.h"

namespace accelbench::topology {

/// Shares of the wanted cpu time that went to other guests.
constexpr double noticeable_steal = 0.01;
constexpr double heavy_steal = 0.05;

/// Ticks of all cpus since the system started.
struct CpuTimes {
    std::uint64_t wanted = 0;  // somebody here ran, or would have: all but idle and waiting for disks
    std::uint64_t stolen = 0;  // of these: the hypervisor ran somebody else
};

/// nullopt where the system doesn't say (/proc hidden, or a kernel that knows no steal).
std::optional<CpuTimes> read_cpu_times(const std::string& root = "");

/// Share of the cpu time wanted between two readings that was stolen, 0 to 1: idle time doesn't thin it.
/// nullopt when no tick passed.
std::optional<double> steal_share(const CpuTimes& before, const CpuTimes& after);

/// Clocks in MHz as they are now.
struct CpuClocks {
    double least_mhz = 0;
    double median_mhz = 0;
};

/// Of these cpus, from cpufreq, else from /proc/cpuinfo; nullopt where neither says.
std::optional<CpuClocks> read_cpu_clocks(const CpuSet& cpus, const std::string& root = "");

/// What moves while a session runs, as one machine was during one trial. nullopt, or empty: the system
/// doesn't say.
struct Conditions {
    std::optional<double> load_1min;                 // when the measured steps began
    std::optional<double> steal_share;               // over the measured steps
    std::optional<CpuClocks> clocks;                 // of the rank's cpus, right behind the measured steps
    std::map<int, std::uint64_t> free_memory_bytes;  // by node, with the trial's own memory taken
};

/// Reads conditions around the measured steps: made before them, asked behind them.
class ConditionsWatch {
  public:
    explicit ConditionsWatch(std::string root = "");
    Conditions done(const CpuSet& cpus) const;

  private:
    std::string root_;
    std::optional<double> load_1min_;
    std::optional<CpuTimes> before_;
};

}  // namespace accelbench::topology
