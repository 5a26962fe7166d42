#include "topology/observe_threads.h"

#include <algorithm>
#include <sstream>

#include "topology/paths.h"
#include "topology/system_files.h"
#include "topology/whole.h"

namespace accelbench::topology {
namespace {

/// Field 39 of stat. The second field is the name in parentheses and may itself hold blanks and parentheses.
int last_cpu(const std::string& stat) {
    const auto after_name = stat.rfind(')');
    if (after_name == std::string::npos) return -1;
    std::istringstream fields(stat.substr(after_name + 1));
    std::string field;
    for (int number = 3; number <= 39; ++number) {
        if (!(fields >> field)) return -1;
    }
    return whole<int>(number_in(field).value_or(-1));
}

}  // namespace

std::optional<ObservedThread> parse_thread(int tid, const std::string& status, const std::string& stat) {
    auto fields = key_values(status, ':');
    const auto allowed = CpuSet::parse(fields["Cpus_allowed_list"]);
    if (!allowed || allowed->empty()) return std::nullopt;
    return ObservedThread{tid, fields["Name"], *allowed, last_cpu(stat)};
}

std::vector<ObservedThread> observe_threads() {
    std::vector<ObservedThread> threads;
    for (const auto& entry : folder_entries("/proc/self/task")) {
        const auto folder = entry.string();
        const auto tid = whole<int>(number_in(entry.filename().string()).value_or(-1));
        auto thread =
            parse_thread(tid, read_system_file(folder + "/status"), read_system_file(folder + "/stat"));
        if (thread) threads.push_back(std::move(*thread));
    }
    std::sort(threads.begin(), threads.end(),
              [](const ObservedThread& a, const ObservedThread& b) { return a.tid < b.tid; });
    return threads;
}

}  // namespace accelbench::topology
