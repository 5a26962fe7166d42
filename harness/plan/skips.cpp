#include "harness/plan/skips.h"

#include <fmt/format.h>

#include "bench/message/variant.h"
#include "harness/plan/cell_hosts.h"
#include "harness/plan/pages.h"
#include "harness/plan/work.h"
#include "topology/base/sizes.h"

namespace accelbench::plan {
namespace {

std::string does_not_divide(const reports::Cell& cell) {
    if (cell.processes % cell.machines == 0) return "";
    const int below = cell.processes / cell.machines * cell.machines;
    const auto nearest = below == 0
                             ? fmt::format("the nearest that does: {}", cell.machines)
                             : fmt::format("the nearest that do: {} and {}", below, below + cell.machines);
    return fmt::format("{} processes do not divide over {} machines; {}", cell.processes, cell.machines,
                       nearest);
}

std::string too_few_hosts(const reports::Cell& cell, const Hosts& hosts) {
    if (cell.machines <= hosts.available()) return "";
    if (hosts.slurm_nodes > 0)
        return fmt::format("{} machines requested; this Slurm allocation has {}", cell.machines,
                           hosts.slurm_nodes);
    if (hosts.names.empty())
        return fmt::format(
            "{} machines need --hosts, --hostfile or a Slurm allocation with srun; none was given",
            cell.machines);
    return fmt::format("{} machines requested; {} named", cell.machines, hosts.names.size());
}

std::string too_few_slots(const reports::Cell& cell, const SweepOptions& options, const Hosts& hosts) {
    const int ranks = cell.processes / cell.machines;
    if (options.oversubscribe) return "";
    for (int i = 0; i < cell.machines && i < static_cast<int>(hosts.slots.size()); ++i) {
        const int slots = hosts.slots[static_cast<std::size_t>(i)];
        if (slots > 0 && ranks > slots)
            return fmt::format("{} ranks per machine; {} has slots={} (--oversubscribe runs it anyway)",
                               ranks, hosts.names[static_cast<std::size_t>(i)], slots);
    }
    return "";
}

/// A bind to a node that is too small ends in the kernel's OOM killer, which takes more than the trial with
/// it.
std::string too_much_memory(const reports::Cell& cell, const topology::Machine& machine,
                            const MemoryBytes& memory_bytes) {
    const auto wanted = wanted_by_node(cell, memory_bytes);
    double total = 0;
    for (const auto& node : machine.nodes) total += static_cast<double>(node.memory_bytes);
    for (const auto& [index, bytes] : wanted) {
        const auto* node = machine.find_node(index);
        const double has = node ? static_cast<double>(node->memory_bytes) : total;
        if (has > 0 && bytes > has)
            return fmt::format("needs {:.1f} GiB on {}, which has {:.1f}", bytes / gibibyte,
                               node ? fmt::format("node {}", index) : "this machine", has / gibibyte);
    }
    return "";
}

std::string over_quota(const reports::Cell& cell, const SweepOptions& options, const Surroundings& around) {
    const int wanted = cell.processes / cell.machines * cell.threads;
    const double quota = around.environment.cpu_quota_cores;
    if (options.oversubscribe || quota <= 0 || wanted <= quota) return "";
    return fmt::format(
        "{} threads in all; a cgroup limits this machine to {:.3g} cpus (--oversubscribe runs it anyway)",
        wanted, quota);
}

std::string inexpressible(Draft& draft) {
    auto& cell = draft.cell;
    const auto& options = draft.options;
    const auto& around = draft.around;
    if (auto reason = does_not_divide(cell); !reason.empty()) return reason;
    const auto hosts = hosts_of(cell, around.hosts);
    if (auto reason = too_few_hosts(cell, hosts); !reason.empty()) return reason;
    if (auto reason = too_few_slots(cell, options, hosts); !reason.empty()) return reason;
    if (auto reason = topology::why_not(draft.policy, around.machine)) return *reason;
    if (auto reason = over_quota(cell, options, around); !reason.empty()) return reason;
    auto placement = topology::place_ranks(around.machine, draft.policy,
                                           {cell.processes / cell.machines, cell.threads, draft.spread,
                                            options.oversubscribe, draft.pages, draft.memory_bytes});
    if (!placement.impossible.empty()) return placement.impossible;
    cell.oversubscribed = placement.oversubscribed;
    cell.placement = std::move(placement.ranks);
    cell.placement_notes = std::move(placement.notes);
    return too_much_memory(cell, around.machine, draft.memory_bytes);
}

/// "" where this machine lets memory policies be set, or the cell needs none.
std::string why_no_policy(const Draft& draft) {
    const auto& mempolicy = draft.around.environment.mempolicy;
    const bool refused = draft.policy.row->mode != topology::MemoryMode::system_default &&
                         draft.around.machine.is_this_system && mempolicy != "permitted";
    return refused ? mempolicy : "";
}

}  // namespace

void decide(Draft& draft) {
    auto& cell = draft.cell;
    cell.skip = inexpressible(draft);
    if (!cell.skip.empty()) return;
    if (draft.kernel.unavailable) cell.skip = draft.kernel.unavailable();
    if (cell.skip.empty())
        cell.skip = bench::message::find_variant(allreduce_of(cell, draft.options))->unavailable();
    if (cell.skip.empty()) cell.skip = why_no_policy(draft);
    if (cell.skip.empty()) cell.skip = why_no_pages(cell, draft.around, draft.memory_bytes);
    cell.skip_by_environment = !cell.skip.empty();
}

}  // namespace accelbench::plan
