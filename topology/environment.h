#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

#include "topology/huge_page_pool.h"

namespace accelbench::topology {

/// Facts of a session that distort measurements. Strings are what the system says; "" when it doesn't say.
struct Environment {
    std::string kernel;                            // uname -r
    std::string distribution;                      // PRETTY_NAME
    std::string virtualisation;                    // "none", "kvm", "container (docker)", ...
    std::string governor;                          // of cpu0
    std::string transparent_hugepage;              // the value in brackets
    std::string transparent_hugepage_2mib;         // of those of 2 MiB; "": the kernel has no setting by size
    std::uint64_t transparent_hugepage_bytes = 0;  // what it maps as one; 0: it doesn't say
    std::uint64_t base_page_bytes = 0;             // 0: not known, of a captured tree
    std::optional<HugePagePool> huge_pages;        // 2 MiB pages set aside; nullopt: there is no such pool
    std::string numa_balancing;                    // "0", "1", "2"
    std::string zone_reclaim;                      // "0", ...
    std::string aslr;                              // randomize_va_space
    std::string perf_event_paranoid;
    std::string clock_source;
    double cpu_quota_cores = 0;            // cgroup cpu.max; 0: no limit
    std::uint64_t memory_limit_bytes = 0;  // cgroup memory.max; 0: no limit
    double load_1min = 0;
    std::string mempolicy;  // "permitted", or why not, with the remedy (EPERM in a container)
    std::string versions;   // hwloc, libnuma: "hwloc 2.9.0, libnuma 2.0.16"
    std::string emulation;  // by what the machine is emulated (emulation.h); then its times mean nothing
    bool operator==(const Environment&) const = default;
};

/// Reads the facts below `root` ("" = the real /proc and /sys; tests give a captured tree).
Environment read_environment(const std::string& root = "");

/// nullopt when set_mempolicy and mbind are permitted here (tried in place, without lasting effect), else the
/// reason with its remedy.
std::optional<std::string> mempolicy_refusal();

/// Counters that the kernel moves under an experiment: numa_hit, numa_miss, numa_foreign, numa_interleave,
/// numa_pages_migrated, pgpromote*, pgdemote*, thp_* of /proc/vmstat, and steal_ticks of /proc/stat.
std::map<std::string, std::uint64_t> read_kernel_counters(const std::string& root = "");
/// after - before, for the keys of both; keys whose delta is zero are kept.
std::map<std::string, std::uint64_t> counter_deltas(const std::map<std::string, std::uint64_t>& before,
                                                    const std::map<std::string, std::uint64_t>& after);

}  // namespace accelbench::topology
