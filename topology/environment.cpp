#include "topology/environment.h"

#include <unistd.h>

#include "topology/base/system_files.h"
#include "topology/cgroup_limits.h"
#include "topology/emulation.h"
#include "topology/hypervisor_signature.h"
#include "topology/library_versions.h"
#include "topology/virtualisation.h"

namespace accelbench::topology {
namespace {

/// "always [madvise] never" -> "madvise".
std::string in_brackets(const std::string& text) {
    const auto from = text.find('[');
    const auto to = text.find(']', from);
    return from == std::string::npos || to == std::string::npos ? "" : text.substr(from + 1, to - from - 1);
}

std::string distribution_name(const std::string& root) {
    auto text = read_system_file(root + "/etc/os-release");
    if (text.empty()) text = read_system_file(root + "/usr/lib/os-release");
    auto name = key_values(text, '=')["PRETTY_NAME"];
    if (name.size() >= 2 && (name.front() == '"' || name.front() == '\''))
        name = name.substr(1, name.size() - 2);
    return name;
}

void read_pages(const std::string& root, Environment& facts) {
    const auto transparent = root + "/sys/kernel/mm/transparent_hugepage/";
    facts.transparent_hugepage = in_brackets(read_system_file(transparent + "enabled"));
    facts.transparent_hugepage_2mib = in_brackets(read_system_file(transparent + "hugepages-2048kB/enabled"));
    facts.transparent_hugepage_bytes =
        static_cast<std::uint64_t>(number_in(read_system_file(transparent + "hpage_pmd_size")).value_or(0));
    if (root.empty()) facts.base_page_bytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
}

}  // namespace

Environment read_environment(const std::string& root) {
    const auto kernel_setting = [&](const char* name) {
        return read_system_file(root + "/proc/sys/" + name);
    };
    const auto limits = read_cgroup_limits(root);
    Environment facts;
    facts.kernel = kernel_setting("kernel/osrelease");
    facts.distribution = distribution_name(root);
    facts.virtualisation = read_virtualisation(root);
    facts.governor = read_system_file(root + "/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor");
    read_pages(root, facts);
    facts.huge_pages = read_huge_page_pool(root);
    facts.numa_balancing = kernel_setting("kernel/numa_balancing");
    facts.zone_reclaim = kernel_setting("vm/zone_reclaim_mode");
    facts.aslr = kernel_setting("kernel/randomize_va_space");
    facts.perf_event_paranoid = kernel_setting("kernel/perf_event_paranoid");
    facts.clock_source =
        read_system_file(root + "/sys/devices/system/clocksource/clocksource0/current_clocksource");
    facts.cpu_quota_cores = limits.cpu_quota_cores;
    facts.memory_limit_bytes = limits.memory_limit_bytes;
    facts.load_1min = number_in(read_system_file(root + "/proc/loadavg")).value_or(0);
    facts.mempolicy = mempolicy_refusal().value_or("permitted");
    facts.versions = library_versions();
    // This machine's processor says nothing about the one of a captured tree.
    facts.emulation = read_emulation(root, root.empty() ? hypervisor_signature() : "");
    return facts;
}

}  // namespace accelbench::topology
