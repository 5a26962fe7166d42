#include <fmt/format.h>

#include "topology/audit/conditions.h"
#include "topology/audit/facts.h"
#include "topology/base/list_text.h"
#include "topology/base/system_files.h"

namespace accelbench::topology {
namespace {

Finding check_virtualisation(const AuditInput& input) {
    const auto& found = input.environment.virtualisation;
    if (!input.environment.emulation.empty())
        return {"emulated (" + input.environment.emulation + "): times mean nothing", Grade::bad,
                "measure on a real machine, or with KVM"};
    if (is_virtual(input))
        return {found, Grade::warn,
                "measure on the host, or pin each virtual cpu (virsh vcpupin) and give the guest the host's "
                "nodes"};
    return {found.empty() ? "none" : found, Grade::good, ""};
}

Finding check_steal(const AuditInput& input) {
    const auto times = read_cpu_times(input.root);
    const auto share = times ? steal_share(CpuTimes{}, *times) : std::nullopt;
    if (!share) return unsaid(input);
    const auto value = fmt::format("{:.1f} % since boot", 100 * *share);
    if (*share < noticeable_steal) return {value, Grade::good, ""};
    return {value, *share < heavy_steal ? Grade::warn : Grade::bad,
            "use dedicated cpus: pin each virtual cpu (virsh vcpupin), or choose an instance that isn't shared"};
}

constexpr double noticeable_load = 0.1;  // of the cpus
constexpr double heavy_load = 0.5;

/// The load is the whole machine's, so that the cpus that we don't see count too.
Finding check_load(const AuditInput& input) {
    const auto load = number_in(read_system_file(input.root + "/proc/loadavg"));
    if (!load) return unsaid(input);
    const int cpus = input.machine.cpus.size() + input.machine.hidden_cpus.size();
    const auto value = fmt::format("{:.2f} on {}", *load, plural(cpus, "cpu", "cpus"));
    const double share = cpus > 0 ? *load / cpus : 0;
    if (share < noticeable_load) return {value, Grade::good, ""};
    return {value, share < heavy_load ? Grade::warn : Grade::bad,
            "ps -eo pcpu,pid,user,args --sort=-pcpu | head"};
}

Finding check_aslr(const AuditInput& input) {
    const auto& mode = input.environment.aslr;
    if (mode.empty()) return unsaid(input);
    if (mode != "0") return {"on", Grade::good, ""};
    return {"off", Grade::warn, "sysctl -w kernel.randomize_va_space=2"};
}

}  // namespace

std::vector<FactRow> load_facts() {
    return {
        {"virtualisation", "virtualisation",
         "a hypervisor moves virtual cpus and memory unseen by its guests", false, check_virtualisation},
        {"steal", "time stolen by the hypervisor", "other guests run on these cpus in the middle of steps",
         false, check_steal},
        {"load", "load of other processes", "other processes take cpus, caches and memory channels", false,
         check_load},
        {"aslr", "address randomisation",
         "with it launches sample memory layouts; without it the luck of one layout looks like an effect",
         true, check_aslr},
    };
}

}  // namespace accelbench::topology
