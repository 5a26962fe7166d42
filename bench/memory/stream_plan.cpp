#include "bench/memory/stream_plan.h"

#include <fmt/format.h>

#include <algorithm>

#include "topology/base/sizes.h"

namespace accelbench::bench {
namespace {

/// Memory of the nodes that the pages may go to, within what the cgroup allows.
std::uint64_t room_bytes(const topology::Machine& machine, const topology::MemoryBinding& memory,
                         std::uint64_t limit_bytes) {
    std::uint64_t sum = 0;
    for (const auto& node : machine.nodes) {
        if (memory.nodes.empty() || memory.nodes.contains(node.index)) sum += node.memory_bytes;
    }
    return limit_bytes > 0 ? std::min(sum, limit_bytes) : sum;
}

/// Three quarters of the room at most: the system needs its share, and a node that overflows fills its
/// neighbour.
std::string why_too_large(const topology::Machine& machine, const topology::MemoryBinding& memory,
                          const StreamWish& wish, std::uint64_t array_bytes) {
    const auto room = room_bytes(machine, memory, wish.memory_limit_bytes);
    if (3 * array_bytes <= room / 4 * 3) return "";
    return fmt::format(
        "three arrays of {} MiB don't fit three quarters of the {} MiB there; --array-mib makes them smaller",
        array_bytes / mebibyte, room / mebibyte);
}

std::vector<int> thread_counts(const topology::Machine& machine, const StreamWish& wish) {
    if (!wish.threads.empty()) return wish.threads;
    const int all = topology::default_threads(machine, 1, topology::Spread::spread);
    return all > 1 ? std::vector{1, all} : std::vector{1};
}

void add_cases(StreamPlan& plan, const std::string& prefix, const StreamRequest& request) {
    for (const StreamKernel& kernel : stream_kernels()) {
        plan.cases.push_back({fmt::format("{}/kernel={}", prefix, kernel.name), &kernel, request});
    }
}

}  // namespace

std::uint64_t default_array_bytes(const topology::Machine& machine) {
    int last_level = 0;
    for (const auto& cache : machine.caches) {
        if (cache.type != "instruction") last_level = std::max(last_level, cache.level);
    }
    std::uint64_t sum = 0;
    for (const auto& cache : machine.caches) {
        if (cache.type != "instruction" && cache.level == last_level) sum += cache.size_bytes;
    }
    if (sum == 0) return 128 * mebibyte;
    return std::max(32 * mebibyte, round_up(4 * sum, 2 * mebibyte));
}

StreamPlan plan_stream(const topology::Machine& machine, const StreamWish& wish) {
    StreamPlan plan;
    const auto array_bytes = wish.array_bytes > 0 ? wish.array_bytes : default_array_bytes(machine);
    for (const topology::Policy* policy : wish.policies) {
        for (int threads : thread_counts(machine, wish)) {
            const auto prefix = fmt::format("stream/policy={}/threads={}", policy->name, threads);
            topology::PlacementRequest one_rank;
            one_rank.threads = threads;
            const auto placement = place_ranks(machine, *policy, one_rank);
            auto reason = placement.impossible;
            if (reason.empty()) {
                reason = why_too_large(machine, placement.ranks[0].memory, wish, array_bytes);
            }
            if (reason.empty()) {
                add_cases(plan, prefix, {placement.ranks[0], array_bytes / sizeof(double)});
            } else {
                plan.skipped.push_back(fmt::format("{}: {}", prefix, reason));
            }
        }
    }
    return plan;
}

}  // namespace accelbench::bench
