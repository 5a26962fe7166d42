#include "harness/plan/needs.h"

#include <algorithm>
#include <iterator>

#include "bench/message/variant.h"
#include "harness/plan/work.h"

namespace accelbench::plan {
namespace {

/// What sums keep, or what all others do.
MemoryBytes of_sums(const MemoryBytes& memory_bytes, bool sums) {
    MemoryBytes some;
    std::copy_if(memory_bytes.begin(), memory_bytes.end(), std::back_inserter(some),
                 [&](const auto& part) { return (part.first == bench::message::memory_class) == sums; });
    return some;
}

}  // namespace

MemoryBytes memory_of_rank(const bench::KernelPlan& work, const reports::Cell& cell,
                           const SweepOptions& options) {
    const auto* variant = bench::message::find_variant(allreduce_of(cell, options));
    const auto of_sums = variant->memory_bytes(cell.machines, std::max(1, cell.processes / cell.machines));
    MemoryBytes memory_bytes = work.memory_bytes;
    memory_bytes.emplace_back(bench::message::memory_class, static_cast<double>(of_sums));
    return memory_bytes;
}

MemoryBytes poolable(const MemoryBytes& memory_bytes) { return of_sums(memory_bytes, false); }

MemoryBytes not_poolable(const MemoryBytes& memory_bytes) { return of_sums(memory_bytes, true); }

std::map<int, double> wanted_by_node(const reports::Cell& cell, const MemoryBytes& memory_bytes) {
    std::map<int, double> wanted;
    for (const auto& rank : cell.placement) {
        for (const auto& [memory_class, bytes] : memory_bytes) {
            const auto& memory = rank.memory.of(memory_class);
            if (memory.nodes.empty()) wanted[-1] += bytes;
            for (const int node : memory.nodes) wanted[node] += bytes * topology::share_of(memory, node);
        }
    }
    return wanted;
}

bool takes_from_pool(const reports::Cell& cell) {
    return !cell.placement.empty() && cell.placement.front().memory.pages == topology::PageKind::huge;
}

std::map<int, std::uint64_t> needed_bytes(const Plan& plan) {
    std::map<int, std::uint64_t> needed;
    for (const int index : plan.runnable()) {
        const auto& cell = plan.cells[static_cast<std::size_t>(index)];
        const auto memory = memory_of_rank(work_of(cell, plan.options), cell, plan.options);
        for (const auto& [node, bytes] :
             wanted_by_node(cell, takes_from_pool(cell) ? not_poolable(memory) : memory))
            if (bytes > 0) needed[node] = std::max(needed[node], static_cast<std::uint64_t>(bytes));
    }
    return needed;
}

}  // namespace accelbench::plan
