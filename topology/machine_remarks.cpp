#include "topology/machine_remarks.h"

#include <fmt/format.h>

#include "topology/distance_sense.h"

namespace accelbench::topology {
namespace {

using Remarks = std::vector<std::string>;

template <class Keep>
NodeSet nodes_that(const Machine& machine, Keep keep) {
    NodeSet nodes;
    for (const NumaNode& node : machine.nodes)
        if (keep(node)) nodes.insert(node.index);
    return nodes;
}

void add_nodes(Remarks& remarks, const Machine& machine) {
    const auto added = nodes_that(machine, [](const NumaNode& node) { return node.from_kernel; });
    if (!added.empty())
        remarks.push_back(fmt::format("hwloc does not show {}: taken from Linux's own list",
                                      named("node", added)));
    for (const NumaNode& node : machine.nodes)
        if (!node.shared_cpus.empty())
            remarks.push_back(fmt::format(
                "node {} has the same cpus as another node ({}), as emulated nodes have (numa=fake): its "
                "memory is used, and no rank has it as its own node",
                node.index, node.shared_cpus.to_string()));
    const auto gpus = nodes_that(machine, [](const NumaNode& node) { return node.kind == MemoryKind::gpu; });
    if (!gpus.empty())
        remarks.push_back(fmt::format("{} {} memory of a GPU: used only when it is named, as in bind:{}",
                                      named("node", gpus), gpus.size() == 1 ? "is" : "are", gpus.first()));
}

bool has_memory_alone(const NumaNode& node) {
    return node.kind == MemoryKind::dram && node.cpus.empty() && node.hidden_cpus.empty() &&
           node.shared_cpus.empty();
}

void add_offline(Remarks& remarks, const Machine& machine) {
    if (machine.offline_cpus.empty()) return;
    auto text = named("cpu", machine.offline_cpus) +
                (machine.offline_cpus.size() == 1 ? " is offline: no rank runs there"
                                                  : " are offline: no rank runs there");
    if (const auto idle = nodes_that(machine, has_memory_alone); !idle.empty())
        text += fmt::format("; {} keeps its memory, which is ordinary memory (DRAM), and has no cpus now",
                            named("node", idle));
    remarks.push_back(text);
}

void add_isolated(Remarks& remarks, const Machine& machine) {
    const auto usable = machine.isolated_cpus.intersect(machine.cpus);
    const auto hidden = machine.isolated_cpus.intersect(machine.hidden_cpus);
    if (!hidden.empty())
        remarks.push_back(fmt::format(
            "{} isolated (isolcpus=) and not among those that this process may use: no rank runs there "
            "(taskset -c {} accelbench ... adds them)",
            named("cpu", hidden) + (hidden.size() == 1 ? " is" : " are"), [&] {
                auto all = machine.cpus;
                all.insert(hidden);
                return all.to_string();
            }()));
    if (!usable.empty())
        remarks.push_back(fmt::format(
            "{} isolated (isolcpus=): bound policies run there, but the scheduler spreads none of baseline's "
            "threads over them",
            named("cpu", usable) + (usable.size() == 1 ? " is" : " are")));
    const auto tickless = machine.tickless_cpus.intersect(machine.cpus);
    if (!tickless.empty() && tickless != machine.cpus)
        remarks.push_back(fmt::format(
            "{} without a timer tick (nohz_full=): ranks there are disturbed less "
            "than ranks elsewhere",
            named("cpu", tickless) + (tickless.size() == 1 ? " runs" : " run")));
}

void add_distances(Remarks& remarks, const Machine& machine) {
    if (!machine.distance_trouble.empty())
        remarks.push_back(fmt::format(
            "the distance table is invalid ({}): 10 for a node's own memory and 20 for any other are "
            "assumed",
            machine.distance_trouble));
    else if (const auto lopsided = lopsided_distances(machine); !lopsided.empty())
        remarks.push_back(fmt::format(
            "the distance table is implausible ({}): each rank is placed by the distances from its own "
            "node",
            lopsided));
}

}  // namespace

std::vector<std::string> machine_remarks(const Machine& machine) {
    Remarks remarks;
    add_nodes(remarks, machine);
    add_offline(remarks, machine);
    add_isolated(remarks, machine);
    add_distances(remarks, machine);
    return remarks;
}

}  // namespace accelbench::topology
