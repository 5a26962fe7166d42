#include "topology/audit/cpu_files.h"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "topology/base/list_text.h"
#include "topology/base/system_files.h"

namespace accelbench::topology {

std::string cpu_file(const AuditInput& input, const std::string& file) {
    return read_system_file(input.root + "/sys/devices/system/cpu/" + file);
}

std::map<std::string, CpuSet> by_value(const AuditInput& input, const std::string& file) {
    std::map<std::string, CpuSet> values;
    for (const int cpu : input.machine.cpus)
        if (const auto text = cpu_file(input, fmt::format("cpu{}/{}", cpu, file)); !text.empty())
            values[text].insert(cpu);
    return values;
}

std::string values_text(const std::map<std::string, CpuSet>& values) {
    if (values.size() == 1) return values.begin()->first;
    std::vector<std::pair<std::string, CpuSet>> sorted(values.begin(), values.end());
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](const auto& a, const auto& b) { return a.second.size() > b.second.size(); });
    std::string text;
    for (std::size_t i = 0; i < sorted.size(); ++i) {
        const auto& [value, cpus] = sorted[i];
        text += fmt::format("{}{} on {}", i == 0 ? "" : ", ", value, plural(cpus.size(), "cpu", "cpus"));
        if (i > 0) text += fmt::format(" ({})", cpus.to_string());
    }
    return text;
}

}  // namespace accelbench::topology
