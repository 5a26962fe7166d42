#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <sstream>

#include "topology/audit/cpu_files.h"
#include "topology/audit/facts.h"
#include "topology/base/numbers.h"
#include "topology/base/paths.h"
#include "topology/base/sizes.h"
#include "topology/base/system_files.h"

namespace accelbench::topology {
namespace {

/// Where a container hides the group, no limit that we see doesn't mean that there is none.
bool tells_group(const AuditInput& input) {
    return !read_system_file(input.root + "/proc/self/cgroup").empty();
}

Finding check_cpu_limit(const AuditInput& input) {
    const double quota = input.environment.cpu_quota_cores;
    if (quota <= 0 && !tells_group(input)) return unsaid(input);
    if (quota <= 0) return {"none", Grade::good, ""};
    const auto value = fmt::format("{:g} of {} cpus (cgroup)", quota, input.machine.cpus.size());
    if (quota >= input.machine.cpus.size()) return {value, Grade::good, ""};
    return {value, Grade::warn,
            is_container(input)
                ? "start the container without --cpus, or with --cpuset-cpus instead"
                : "start outside the limit: systemd-run --scope -p CPUQuota= accelbench sweep ..."};
}

Finding check_memory_limit(const AuditInput& input) {
    const double limit = static_cast<double>(input.environment.memory_limit_bytes);
    if (limit <= 0 && !tells_group(input)) return unsaid(input);
    if (limit <= 0) return {"none", Grade::good, ""};
    double has = 0, needed = 0;
    for (const auto& node : input.machine.nodes) has += static_cast<double>(node.memory_bytes);
    for (const auto& [node, bytes] : input.needed_bytes) needed += static_cast<double>(bytes);
    const auto value = fmt::format("{} (cgroup)", size_text(limit));
    if (needed > limit)
        return {fmt::format("{}, {} needed", value, size_text(needed)), Grade::bad,
                "start with a higher limit: docker run --memory, systemd-run -p MemoryMax=, salloc --mem"};
    if (limit >= has) return {value, Grade::good, ""};
    return {fmt::format("{} of {}", value, size_text(has)), Grade::warn,
            "start with a higher limit: docker run --memory, systemd-run -p MemoryMax=, salloc --mem"};
}

/// nullopt: the system doesn't say. The file is there and empty where no cpu is isolated.
std::optional<CpuSet> isolated_cpus(const AuditInput& input) {
    std::error_code error;
    if (!std::filesystem::exists(input.root + "/sys/devices/system/cpu/isolated", error)) return std::nullopt;
    return CpuSet::parse(cpu_file(input, "isolated"));
}

Finding check_cpuset(const AuditInput& input) {
    const auto hidden = input.machine.hidden_cpus.minus(isolated_cpus(input).value_or(CpuSet{}));
    if (hidden.empty() && !input.machine.hidden_cpus.empty())
        return {fmt::format("all {} cpus that are not isolated are usable", input.machine.cpus.size()),
                Grade::good, ""};
    if (hidden.empty())
        return {fmt::format("all {} cpus are usable", input.machine.cpus.size()), Grade::good, ""};
    return {fmt::format("{} of {} cpus hidden ({})", hidden.size(), hidden.size() + input.machine.cpus.size(),
                        hidden.to_string()),
            Grade::warn, "use the whole machine: docker run without --cpuset-cpus, salloc --exclusive"};
}

/// By itself a process may not use them: they are then hidden from it.
Finding check_isolated(const AuditInput& input) {
    const auto isolated = isolated_cpus(input);
    if (!isolated) return unsaid(input);
    constexpr const char* fix = "boot Linux without isolcpus=";
    const auto hidden = isolated->intersect(input.machine.hidden_cpus);
    if (!hidden.empty())
        return {fmt::format("cpus {}, which this process may not use", hidden.to_string()), Grade::warn,
                fix};
    const auto ours = isolated->intersect(input.machine.cpus);
    if (ours.empty()) return {"none", Grade::good, ""};
    return {"cpus " + ours.to_string(), Grade::warn, fix};
}

constexpr const char* paranoid_command = "sysctl -w kernel.perf_event_paranoid=0";

/// CAP_PERFMON (38) or CAP_SYS_ADMIN (21): the kernel asks no level then.
bool may_count_anyway(const AuditInput& input) {
    const auto status = key_values(read_system_file(input.root + "/proc/self/status"), ':');
    const auto found = status.find("CapEff");
    if (found == status.end()) return false;
    const auto capabilities = number_from<std::uint64_t>(found->second, 16).value_or(0);
    return (capabilities >> 38 & 1) != 0 || (capabilities >> 21 & 1) != 0;
}

Finding check_paranoid(const AuditInput& input) {
    const auto& level = input.environment.perf_event_paranoid;
    if (level.empty()) return unsaid(input);
    const int number = std::atoi(level.c_str());
    if (number <= 0) return {level, Grade::good, ""};
    if (may_count_anyway(input)) return {level + ", but this user may count anyway", Grade::good, ""};
    const char* left = number == 1   ? "no counters of whole sockets"
                       : number == 2 ? "no counters of the Linux kernel or of whole sockets"
                                     : "no hardware counters at all";
    return {fmt::format("{}: {}", level, left), Grade::warn, paranoid_command};
}

Finding check_watchdog(const AuditInput& input) {
    const auto text = read_system_file(input.root + "/proc/sys/kernel/nmi_watchdog");
    if (text.empty()) return {"not present", Grade::good, ""};
    if (text == "0") return {"off", Grade::good, ""};
    return {"on", Grade::warn, "sysctl -w kernel.nmi_watchdog=0"};
}

Finding check_mempolicy(const AuditInput& input) {
    const auto& answer = input.environment.mempolicy;
    if (answer == "permitted") return {"permitted (tried)", Grade::good, ""};
    if (answer.empty()) return unsaid(input);
    return {"refused (tried): " + answer, Grade::bad,
            is_container(input) ? "docker run --cap-add SYS_NICE ..."
                                : "setcap cap_sys_nice+ep $(command -v accelbench-rank)"};
}

bool has_infiniband(const AuditInput& input) {
    return !folder_entries(input.root + "/sys/class/infiniband").empty();
}

/// "Max locked memory  8388608  8388608  bytes"
Finding check_locked_memory(const AuditInput& input) {
    std::istringstream lines(read_system_file(input.root + "/proc/self/limits"));
    const std::string title = "Max locked memory";
    for (std::string line; std::getline(lines, line);) {
        if (line.rfind(title, 0) != 0) continue;
        std::istringstream words(line.substr(title.size()));
        std::string limit;
        words >> limit;
        if (limit == "unlimited") return {limit, Grade::good, ""};
        const auto value = size_text(number_in(limit).value_or(0));
        if (!has_infiniband(input)) return {value + "; no InfiniBand here that needs more", Grade::good, ""};
        return {value + ", with InfiniBand", Grade::bad,
                "ulimit -l unlimited (for all users: /etc/security/limits.d)"};
    }
    return unsaid(input);
}

}  // namespace

std::vector<FactRow> limit_facts() {
    return {
        {"mempolicy", "memory policy calls", "without them only baseline can be measured", false,
         check_mempolicy},
        {"cpu_limit", "cpu time limit",
         "a group that used up its quota is stopped until the next period, in the middle of a step", false,
         check_cpu_limit},
        {"memory_limit", "memory limit", "a launch that reaches it is slowed by reclaim, then killed",
         false, check_memory_limit},
        {"cpuset", "hidden cpus",
         "other processes run on them and share caches and memory channels", false, check_cpuset},
        {"isolated_cpus", "isolated cpus",
         "the scheduler leaves them out: baseline crowds onto the other cpus, bound policies don't",
         false, check_isolated},
        {"locked_memory", "locked memory limit",
         "a network card with direct access to memory needs it locked: otherwise sums take a slower path",
         false, check_locked_memory},
        {"perf_event_paranoid", "perf_event_paranoid",
         "decides who may read hardware counters: without them the cause of a slow step stays unknown", true,
         check_paranoid},
        {"nmi_watchdog", "NMI watchdog",
         "takes one hardware counter per core: more events have to share the rest", true, check_watchdog},
    };
}

}  // namespace accelbench::topology
