#include "harness/counters/linux/psi.h"

#include <fmt/format.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <sstream>
#include <vector>

#include "harness/counters/linux/file_source.h"
#include "harness/counters/linux/system_text.h"

namespace accelbench::counters {
namespace {

struct PressureRow {
    const char* name;
    const char* resource;  // "cpu", "memory"
    const char* kind;      // "some": at least one task waited; "full": all did
    bool is_group;
};

// A machine's "full" of cpus means nothing: whoever runs isn't waiting. The kernel writes 0 there.
constexpr std::array pressure_rows{
    PressureRow{"psi_cpu_some", "cpu", "some", false},
    PressureRow{"psi_memory_some", "memory", "some", false},
    PressureRow{"psi_memory_full", "memory", "full", false},
    PressureRow{"psi_group_cpu_some", "cpu", "some", true},
    PressureRow{"psi_group_cpu_full", "cpu", "full", true},
    PressureRow{"psi_group_memory_some", "memory", "some", true},
    PressureRow{"psi_group_memory_full", "memory", "full", true},
};

/// The path after "0::" of /proc/self/cgroup; "" without version 2.
std::string group_path(const std::string& root) {
    std::istringstream lines(read_system_text(root + "/proc/self/cgroup").text);
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("0::")) return line.substr(3);
    }
    return "";
}

/// The folder of the own group below `root`. Inside of a container /sys/fs/cgroup is the group itself, though
/// its path is said as seen from outside; and beside version 1, version 2 stands in a folder `unified`. ""
/// when it can't be found.
std::string group_folder(const std::string& root) {
    const auto path = group_path(root);
    if (path.empty()) return "";
    for (const std::string mount : {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"}) {
        for (const auto& below : {path == "/" ? "" : path, std::string()}) {
            const int error = probe_system_text(root + mount + below + "/cpu.pressure");
            if (error != ENOENT && error != ENOTDIR) return mount + below;
        }
    }
    return "";
}

/// The kernel gives every group but the root one a file cgroup.type. The root's pressure is the machine's: a
/// row of its own would say the same twice.
bool is_root_group(const std::string& folder) { return probe_system_text(folder + "/cgroup.type") == ENOENT; }

std::string path_of(const PressureRow& row, const std::string& group) {
    return row.is_group ? fmt::format("{}/{}.pressure", group, row.resource)
                        : fmt::format("/proc/pressure/{}", row.resource);
}

Reading read_row(const PressureRow& row, const std::string& root, const std::string& group) {
    const auto seconds = parse_pressure(read_system_text(root + path_of(row, group)).text);
    const auto at = seconds.find(row.kind);
    return at == seconds.end() ? Reading{} : Reading{at->second, {}};
}

std::string why_absent(const PressureRow& row, const std::string& root, const std::string& group) {
    if (row.is_group && group.empty())
        return "this process is in no control group of version 2 that shows its pressure (cpu.pressure)";
    if (row.is_group && is_root_group(root + group))
        return "this process is in the root control group: the machine's pressure is its own";
    const auto path = path_of(row, group);
    const auto file = read_system_text(root + path);
    if (file.error == ENOENT && !row.is_group)
        return "no /proc/pressure: pressure stall information is off (boot with psi=1), or a sandbox hides "
               "it";
    if (file.error == EOPNOTSUPP)
        return path + ": pressure is not kept here: write 1 to cgroup.pressure, or boot with psi=1";
    if (file.error != 0) return unreadable(path, file.error);
    if (parse_pressure(file.text).contains(row.kind)) return "";
    return fmt::format("{} has no line \"{}\": this Linux kernel doesn't report it", path, row.kind);
}

}  // namespace

std::map<std::string, double> parse_pressure(const std::string& text) {
    constexpr std::string_view total_key = "total=";
    std::map<std::string, double> seconds;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        const auto total = line.find(total_key);
        if (total == std::string::npos) continue;
        const double microseconds = std::strtod(line.c_str() + total + total_key.size(), nullptr);
        seconds[line.substr(0, line.find(' '))] = microseconds * 1e-6;
    }
    return seconds;
}

std::unique_ptr<Source> open_psi(const std::string& root) {
    const auto group = group_folder(root);
    std::vector<reports::CounterInfo> rows;
    for (const auto& row : pressure_rows) {
        rows.push_back({row.name,
                        "seconds",
                        row.is_group ? "cgroup" : "/proc/pressure",
                        {fmt::format("{} {}", path_of(row, group), row.kind)},
                        row.is_group ? "cgroup" : "system",
                        "",
                        "Linux, Documentation/accounting/psi.rst",
                        why_absent(row, root, group)});
    }
    return std::make_unique<FileSource>(std::move(rows), FileSource::Kind{}, [root, group] {
        std::vector<Reading> readings;
        for (const auto& row : pressure_rows) readings.push_back(read_row(row, root, group));
        return readings;
    });
}

}  // namespace accelbench::counters
