#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>

namespace accelbench::topology {

/// Lines "numa_hit 123" of /proc/vmstat, all of them.
std::map<std::string, std::uint64_t> parse_vmstat(const std::string& text);

/// Ticks (sysconf(_SC_CLK_TCK) a second) of all cpus in which a hypervisor ran somebody else: the eighth
/// number of the line "cpu  user nice system idle iowait irq softirq steal ..." of /proc/stat. nullopt from a
/// kernel that does not tell: no counter is made up.
std::optional<std::uint64_t> parse_steal_ticks(const std::string& stat);

}  // namespace accelbench::topology
