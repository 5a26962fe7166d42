#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "topology/audit/cpu_files.h"
#include "topology/audit/facts.h"
#include "topology/base/system_files.h"

namespace accelbench::topology {
namespace {

constexpr const char* performance = "cpupower frequency-set -g performance";

/// intel_pstate and amd-pstate in their active mode choose the clock in hardware: their "powersave" follows
/// the load, while the old drivers' "powersave" stays at the lowest clock.
bool hardware_chooses(const AuditInput& input) {
    const auto driver = cpu_file(input, "cpu0/cpufreq/scaling_driver");
    return driver == "intel_pstate" || driver == "amd-pstate-epp" || driver == "amd_pstate_epp";
}

Finding check_governor(const AuditInput& input) {
    const auto governors = by_value(input, "cpufreq/scaling_governor");
    if (governors.empty()) return unsaid(input);
    const auto text = values_text(governors);
    if (governors.size() > 1) return {text, Grade::bad, performance};
    if (text == "performance") return {text, Grade::good, ""};
    const auto preference = cpu_file(input, "cpu0/cpufreq/energy_performance_preference");
    const auto driver = cpu_file(input, "cpu0/cpufreq/scaling_driver");
    const auto value =
        text + (driver.empty() ? "" : ", " + driver) + (preference.empty() ? "" : ", " + preference);
    const bool lowest_clock = text == "powersave" && !hardware_chooses(input);
    return {value, lowest_clock ? Grade::bad : Grade::warn, performance};
}

/// Two files say it, one the other way round.
Finding check_turbo(const AuditInput& input) {
    const auto no_turbo = cpu_file(input, "intel_pstate/no_turbo");
    const auto boost = cpu_file(input, "cpufreq/boost");
    if (no_turbo.empty() && boost.empty()) return unsaid(input);
    const bool intel = !no_turbo.empty();
    if (intel ? no_turbo != "0" : boost == "0") return {"off", Grade::good, ""};
    return {"on", Grade::warn,
            intel ? "echo 1 > /sys/devices/system/cpu/intel_pstate/no_turbo"
                  : "echo 0 > /sys/devices/system/cpu/cpufreq/boost"};
}

bool cores_have_siblings(const Machine& machine) {
    return std::any_of(machine.cores.begin(), machine.cores.end(),
                       [](const auto& core) { return core.cpus.size() > 1; });
}

Finding check_smt(const AuditInput& input) {
    const auto control = cpu_file(input, "smt/control");
    const auto active = cpu_file(input, "smt/active");
    if (control == "notsupported" || control == "notimplemented")
        return {"this processor has none", Grade::good, ""};
    const bool siblings = cores_have_siblings(input.machine);
    if (active.empty() && !siblings && !input.machine.hidden_cpus.empty())
        return unsaid(input);  // they may be hidden
    const bool on = active == "1" || (active.empty() && siblings);
    if (on) return {"on", Grade::warn, "echo off > /sys/devices/system/cpu/smt/control"};
    return {"off", Grade::good, ""};
}

Finding check_frequency(const AuditInput& input) {
    const auto highest = by_value(input, "cpufreq/cpuinfo_max_freq");
    const auto allowed = by_value(input, "cpufreq/scaling_max_freq");
    if (highest.empty() || allowed.empty()) return unsaid(input);
    const auto kilohertz = [](const auto& values) {
        double most = 0;
        for (const auto& [text, cpus] : values) most = std::max(most, number_in(text).value_or(0));
        return most;
    };
    const double most = kilohertz(highest), most_allowed = kilohertz(allowed);
    if (highest.size() > 1)
        return {values_text(highest) + " kHz at most: cores of several kinds", Grade::warn,
                "taskset -c CPUS accelbench sweep ... (with cpus of one kind)"};
    const auto value = fmt::format("up to {:.2f} GHz", most / 1e6);
    if (allowed.size() == 1 && most_allowed >= most) return {value, Grade::good, ""};
    return {value + fmt::format("; capped at {}", allowed.size() == 1
                                                      ? fmt::format("{:.2f} GHz", most_allowed / 1e6)
                                                      : values_text(allowed) + " kHz"),
            allowed.size() == 1 ? Grade::warn : Grade::bad,
            fmt::format("cpupower frequency-set -u {:.0f}MHz", most / 1e3)};
}

Finding check_kernel(const AuditInput& input) {
    if (input.environment.kernel.empty()) return unsaid(input);
    return {input.environment.kernel, Grade::good, ""};
}

/// One line "microcode : 0x2b000590" a cpu, on x86 only.
Finding check_microcode(const AuditInput& input) {
    const auto revisions = by_value(input, "microcode/version");
    if (revisions.size() > 1)
        return {values_text(revisions), Grade::bad,
                "update the firmware, or: apt-get install intel-microcode amd64-microcode, and reboot"};
    if (!revisions.empty()) return {values_text(revisions), Grade::good, ""};
    const auto cpuinfo = key_values(read_system_file(input.root + "/proc/cpuinfo"), ':');
    if (const auto said = cpuinfo.find("microcode"); said != cpuinfo.end())
        return {said->second, Grade::good, ""};
    if (cpuinfo.count("CPU implementer"))
        return {"not reported by this kind of processor", Grade::good, ""};
    return unsaid(input);
}

/// Counters in the processor itself, or pages that a hypervisor keeps for its guests; the others ask a chip.
bool is_quick(std::string_view clock) {
    constexpr std::array quick{"tsc", "arch_sys_counter", "kvm-clock", "hyperv_clocksource_tsc_page",
                               "timebase", "riscv_clocksource"};
    return std::find(quick.begin(), quick.end(), clock) != quick.end();
}

Finding check_clock_source(const AuditInput& input) {
    const auto& clock = input.environment.clock_source;
    if (clock.empty()) return unsaid(input);
    if (is_quick(clock)) return {clock, Grade::good, ""};
    const std::string folder = "/sys/devices/system/clocksource/clocksource0/";
    const auto others = read_system_file(input.root + folder + "available_clocksource");
    const bool has_tsc = (" " + others + " ").find(" tsc ") != std::string::npos;
    if (has_tsc) return {clock, Grade::warn, "echo tsc > " + folder + "current_clocksource"};
    return {clock + "; the processor's own is not offered", Grade::warn,
            "find the reason (dmesg | grep -i tsc), then boot with tsc=reliable"};
}

}  // namespace

std::vector<FactRow> processor_facts() {
    return {
        {"governor", "frequency governor",
         "decides how fast and how high the clock rises; otherwise the first steps, or some ranks, are slower",
         true, check_governor},
        {"turbo", "turbo",
         "the clock then depends on heat and on busy cores: few ranks run faster than many for no other reason",
         true, check_turbo},
        {"frequency", "clock limits",
         "cpus whose clock is capped, or differs, make one rank slower than another", false,
         check_frequency},
        {"smt", "simultaneous multithreading",
         "other work on a core's second thread takes half of its caches and ports", true, check_smt},
        {"clock_source", "clock source",
         "a clock outside the processor takes a microsecond to read, inside each phase of a step", true,
         check_clock_source},
        {"kernel", "Linux kernel",
         "placement, migration and huge pages change between versions: results of two versions are not comparable",
         false, check_kernel},
        {"microcode", "microcode", "its mitigations change the speed of the same processor", false,
         check_microcode},
    };
}

}  // namespace accelbench::topology
