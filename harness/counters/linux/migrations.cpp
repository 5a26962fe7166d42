#include "harness/counters/linux/migrations.h"

#include <fmt/format.h>

#include "harness/counters/linux/file_source.h"
#include "harness/counters/linux/node_files.h"
#include "harness/counters/linux/system_text.h"
#include "topology/scheduler_counts.h"

namespace accelbench::counters {
namespace {

std::map<int, std::uint64_t> migrations_by_thread(const std::string& tasks) {
    std::map<int, std::uint64_t> by_thread;
    for (const int thread : numbered_entries(tasks, "")) {
        const auto sched = read_system_text(fmt::format("{}/{}/sched", tasks, thread));
        if (const auto count = parse_migrations(sched.text)) by_thread[thread] = *count;
    }
    return by_thread;
}

std::string why_absent(const std::string& tasks) {
    const auto threads = numbered_entries(tasks, "");
    if (threads.empty()) return "/proc/self/task shows no threads: a sandbox hides it";
    const auto sched = read_system_text(fmt::format("{}/{}/sched", tasks, threads.front()));
    if (sched.error != 0) {
        return unreadable("/proc/self/task/*/sched", sched.error) +
               ": this Linux kernel was built without its scheduler's statistics (CONFIG_SCHED_DEBUG), or a "
               "sandbox "
               "hides them";
    }
    return parse_migrations(sched.text) ? "" : "/proc/self/task/*/sched has no line nr_migrations";
}

}  // namespace

std::optional<std::uint64_t> parse_migrations(const std::string& sched) {
    return topology::parse_scheduler_counts(sched).cpu_migrations;
}

std::uint64_t MigrationSum::update(const std::map<int, std::uint64_t>& by_thread) {
    for (const auto& [thread, count] : last_) {
        const auto now = by_thread.find(thread);
        // Less than before: the number was given to a new thread.
        if (now == by_thread.end() || now->second < count) ended_ += count;
    }
    last_ = by_thread;
    std::uint64_t sum = ended_;
    for (const auto& [thread, count] : last_) sum += count;
    return sum;
}

std::unique_ptr<Source> open_migrations(const std::string& root) {
    const auto tasks = root + "/proc/self/task";
    auto read = [tasks, sum = MigrationSum()]() mutable {
        const auto count = static_cast<double>(sum.update(migrations_by_thread(tasks)));
        return std::vector<Reading>{{count, {}}};
    };
    std::vector<reports::CounterInfo> rows{{"cpu_migrations",
                                            "1",
                                            "/proc/self/task/*/sched",
                                            {"nr_migrations"},
                                            "process",
                                            "threads that began and ended between two readings",
                                            "Linux, kernel/sched/debug.c",
                                            why_absent(tasks)}};
    return std::make_unique<FileSource>(std::move(rows), FileSource::Kind{}, std::move(read));
}

}  // namespace accelbench::counters
