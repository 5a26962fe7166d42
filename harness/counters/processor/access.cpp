#include "harness/counters/processor/access.h"

#include <fmt/format.h>
#include <linux/perf_event.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

#include "topology/base/paths.h"

namespace accelbench::counters {
namespace {

/// A software event, which each kernel has: what is tried is the permission.
int try_one(bool kernel_code, bool whole_cpu) {
    perf_event_attr attributes = {};
    attributes.size = sizeof attributes;
    attributes.type = PERF_TYPE_SOFTWARE;
    attributes.config = PERF_COUNT_SW_TASK_CLOCK;
    attributes.disabled = 1;
    attributes.exclude_kernel = kernel_code ? 0 : 1;
    attributes.exclude_hv = 1;
    const int pid = whole_cpu ? -1 : 0, cpu = whole_cpu ? 0 : -1;
    const long file = syscall(SYS_perf_event_open, &attributes, pid, cpu, -1, PERF_FLAG_FD_CLOEXEC);
    if (file < 0) return errno;
    close(static_cast<int>(file));
    return 0;
}

std::optional<int> read_number(const std::string& path) {
    std::ifstream file(path);
    int number = 0;
    return file >> number ? std::optional(number) : std::nullopt;
}

/// nullopt: /sys doesn't tell.
std::optional<bool> has_core_pmu(const std::string& root) {
    constexpr std::array names = {"cpu", "cpu_core", "armv8", "armv9"};  // Arm's go on: armv8_pmuv3_0
    std::error_code error;
    const auto devices = folder_entries(root + "/sys/bus/event_source/devices", error);
    if (error) return std::nullopt;
    for (const auto& entry : devices) {
        const auto name = entry.filename().string();
        if (name == names[0] || name == names[1] || name.rfind(names[2], 0) == 0 ||
            name.rfind(names[3], 0) == 0)
            return true;
    }
    return false;
}

std::string no_pmu(bool guest) {
    if (guest)
        return "no PMU in this virtual machine: its hypervisor shows no counters to the guest; a bare-metal "
               "instance has them, and so has a guest of QEMU/KVM with -cpu host,pmu=on";
    return "Linux drives no counters of this processor (/sys/bus/event_source/devices has no cpu): "
           "dmesg "
           "says why, firmware may hide them";
}

std::string refusal(int error, const std::string& what, int level, const std::string& root) {
    if (error == EACCES) {
        const auto paranoid = read_number(root + "/proc/sys/kernel/perf_event_paranoid");
        return fmt::format(
            "perf_event_paranoid {}: {} needs {} or lower, or CAP_PERFMON; as root: sysctl -w "
            "kernel.perf_event_paranoid={}",
            paranoid ? fmt::format("is {}", *paranoid) : "can't be read here and is too high", what, level,
            level);
    }
    if (error == EPERM)
        return fmt::format(
            "not permitted in this container (perf_event_open: {}), so {} is not available: start it "
            "with --cap-add PERFMON, or with a seccomp profile that allows perf_event_open",
            std::strerror(error), what);
    if (error == ENOSYS) return "this Linux kernel has no perf_event_open: it was built without performance events";
    return fmt::format("perf_event_open: {}", std::strerror(error));
}

}  // namespace

Tried try_counting() { return {try_one(false, false), try_one(true, false), try_one(false, true)}; }

Access counting_access(const Tried& tried, const std::string& root, bool guest) {
    Access access;
    access.kernel_code = tried.kernel_code == 0;
    if (has_core_pmu(root) == false)
        access.core = no_pmu(guest);
    else if (tried.user_code != 0)
        access.core = refusal(tried.user_code, "counting", 2, root);
    if (guest && has_core_pmu(root) == false)
        access.uncore = access.core;
    else if (tried.whole_cpu != 0)
        access.uncore = refusal(tried.whole_cpu, "counting a whole socket", 0, root);
    return access;
}

}  // namespace accelbench::counters
