#include "topology/observe_threads.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <sstream>

#include "topology/base/paths.h"
#include "topology/base/system_files.h"
#include "topology/base/whole.h"

namespace accelbench::topology {

/// The second field is the name in parentheses and may itself hold blanks and parentheses. Each look between
/// steps comes here: no stream is made.
int last_cpu(std::string_view stat) {
    auto at = stat.rfind(')');
    for (int number = 3; number <= 39 && at != std::string_view::npos; ++number) at = stat.find(' ', at + 1);
    int cpu = -1;
    if (at != std::string_view::npos) std::from_chars(stat.data() + at + 1, stat.data() + stat.size(), cpu);
    return cpu;
}

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
