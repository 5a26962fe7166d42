#include "topology/observe_moved_threads.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <utility>

#include "topology/affinity.h"
#include "topology/base/numbers.h"
#include "topology/base/paths.h"
#include "topology/base/system_files.h"
#include "topology/observe_moved_pages.h"
#include "topology/observe_threads.h"
#include "topology/scheduler_counts.h"

namespace accelbench::topology {
namespace {

/// The node of each cpu, -1 where none has it; empty where the kernel shows no nodes.
std::vector<int> nodes_of_cpus() {
    std::vector<int> nodes;
    for (const auto& entry : folder_entries("/sys/devices/system/node")) {
        const auto node = number_behind("node", entry.filename().string());
        const auto cpus = node ? CpuSet::parse(read_system_file(entry / "cpulist")) : std::nullopt;
        for (const int cpu : cpus.value_or(CpuSet{})) {
            const auto at = static_cast<std::size_t>(cpu);
            if (nodes.size() <= at) nodes.resize(at + 1, -1);
            nodes[at] = *node;
        }
    }
    return nodes;
}

std::string task_file(int tid, std::string_view name) {
    return fmt::format("/proc/self/task/{}/{}", tid, name);
}

/// Adds what was counted since `before`; where one thread's count is not told, the sum is not either.
void add_since(std::optional<std::uint64_t>& sum, const std::optional<std::uint64_t>& before,
               const std::optional<std::uint64_t>& now) {
    if (!before || !now) return;
    sum = sum.value_or(0) + (*now - std::min(*before, *now));
}

}  // namespace

ThreadWatch::ThreadWatch(CpuSet asked) : asked_(std::move(asked)), node_of_cpu_(nodes_of_cpus()) {
    for (const ObservedThread& seen : observe_threads()) {
        const auto counts = parse_scheduler_counts(read_system_file(task_file(seen.tid, "sched")));
        threads_.push_back({seen.tid, seen.name,
                            open(task_file(seen.tid, "stat").c_str(), O_RDONLY | O_CLOEXEC), seen.cpu,
                            seen.allowed.size() == 1 && seen.allowed.contains(seen.cpu),
                            counts.cpu_migrations, counts.balanced_pages});
    }
}

ThreadWatch::~ThreadWatch() {
    for (const Thread& thread : threads_)
        if (thread.stat >= 0) close(thread.stat);
}

void ThreadWatch::look(Moves& moves) {
    const auto count = std::min(threads_.size(), most_threads);
    for (std::size_t i = 0; i < count; ++i) look_at(threads_[next_++ % threads_.size()], moves);
}

void ThreadWatch::look_at(Thread& thread, Moves& moves) {
    char text[1024];
    const auto length = thread.stat < 0 ? -1 : pread(thread.stat, text, sizeof text, 0);
    if (length <= 0) return;  // it has ended; its number may be another thread's by now
    const int cpu = last_cpu({text, static_cast<std::size_t>(length)});
    const int before = std::exchange(thread.cpu, cpu);
    ++moves.thread_looks;
    if (cpu != before) ++moves.moved_threads;
    if (node_of(cpu) != node_of(before)) ++moves.threads_on_other_node;
    if (asked_.empty()) return;
    const auto allowed = affinity_mask(thread.tid);
    if (!asked_.contains(cpu))
        stray(thread, fmt::format("had run on cpu {}", cpu), moves);
    else if (allowed && !allowed->is_subset_of(asked_))
        stray(thread, fmt::format("was free to run on cpus {}", allowed->to_string()), moves);
}

void ThreadWatch::stray(const Thread& thread, const std::string& how, Moves& moves) {
    ++moves.strayed_threads;
    if (reason_.empty())
        reason_ = fmt::format("thread {} ({}) {} {}, outside {}", thread.tid, thread.name, how,
                              border_text(moves.borders), asked_.to_string());
}

void ThreadWatch::take_counts(Moves& moves) {
    for (const Thread& thread : threads_) {
        const auto now = parse_scheduler_counts(read_system_file(task_file(thread.tid, "sched")));
        std::optional<std::uint64_t> migrations;
        add_since(migrations, thread.cpu_migrations, now.cpu_migrations);
        add_since(moves.balanced_pages, thread.balanced_pages, now.balanced_pages);
        if (!migrations) continue;
        moves.cpu_migrations = moves.cpu_migrations.value_or(0) + *migrations;
        if (asked_.empty() || !thread.pinned || *migrations == 0) continue;
        ++moves.strayed_threads;
        if (reason_.empty())
            reason_ = fmt::format(
                "thread {} ({}), bound to one cpu, was moved to another {} times during the measured steps, by Linux's "
                "count",
                thread.tid, thread.name, *migrations);
    }
}

int ThreadWatch::node_of(int cpu) const {
    const auto at = static_cast<std::size_t>(cpu);
    return cpu < 0 || at >= node_of_cpu_.size() ? -1 : node_of_cpu_[at];
}

}  // namespace accelbench::topology
