#include "topology/policy_choice.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "topology/far_nodes.h"

namespace accelbench::topology {
namespace {

std::string plain_name(const PolicyChoice& choice) {
    const std::string name(choice.row->name);
    return choice.nodes.empty() ? name : name + ":" + choice.nodes.to_string();
}

std::optional<std::string> refused_by_kernel(const PolicyChoice& choice, const Machine& machine) {
    const auto& refused = machine.refused_modes;
    if (std::find(refused.begin(), refused.end(), choice.row->mode) == refused.end()) return std::nullopt;
    return fmt::format("{} needs {} or newer; this Linux kernel refuses the mode", choice.row->name,
                       since(choice.row->mode));
}

std::optional<std::string> missing_nodes(const PolicyChoice& choice, const Machine& machine) {
    const auto there = machine.nodes_with_memory();
    const auto missing = choice.nodes.minus(there);
    if (missing.empty()) return std::nullopt;
    return fmt::format("{} names node {}, which has no memory here; nodes with memory: {}",
                       plain_name(choice), missing.to_string(), there.to_string());
}

std::optional<std::string> why_not_plain(const PolicyChoice& choice, const Machine& machine) {
    if (auto reason = refused_by_kernel(choice, machine)) return reason;
    if (!choice.nodes.empty()) return missing_nodes(choice, machine);
    const int has = choice.row->candidates(machine).size();
    if (has >= choice.row->needs_nodes) return std::nullopt;
    const auto gpus = machine.nodes_with_memory().minus(machine.unnamed_memory_nodes());
    return fmt::format("{} needs {} {}; this machine has {}{}", choice.row->name, choice.row->needs_nodes,
                       choice.row->needs_what, has,
                       gpus.empty() ? ""
                                    : fmt::format(" (memory of GPUs is used only when it is named: bind:{})",
                                                  gpus.to_string()));
}

/// A description of another machine says nothing of weights; one each is what kernels start with.
std::map<int, int> weights_of(const NodeSet& nodes, const Machine& machine) {
    std::map<int, int> weights;
    for (int index : nodes) {
        const auto* node = machine.find_node(index);
        weights[index] = node == nullptr ? 1 : std::max(1, node->interleave_weight);
    }
    return weights;
}

NodeSet far_candidates(const PolicyChoice& choice, const Machine& machine, int home_node) {
    return choice.nodes.empty() ? choice.row->target(machine, home_node)
                                : farthest_nodes(machine, home_node, choice.nodes);
}

std::optional<std::string> not_farther(const PolicyChoice& choice, const Machine& machine,
                                       const std::vector<int>& home_nodes) {
    if (choice.row->follows != Follows::one_far_target) return std::nullopt;
    for (std::size_t rank = 0; rank < home_nodes.size(); ++rank) {
        const int home = home_nodes[rank];
        if (!far_candidates(choice, machine, home).empty()) continue;
        const int local = local_memory_node(machine, home);
        return fmt::format(
            "{} would be no farther than local for rank {} on node {}: no other memory is farther than node "
            "{}'s, at distance {}",
            plain_name(choice), rank, home, local, machine.distance(home, local));
    }
    return std::nullopt;
}

/// How many ranks' memory each node holds; nodes and bytes that nobody told are left out.
std::map<int, int> ranks_that_fit(const Machine& machine, double bytes) {
    std::map<int, int> most;
    for (const NumaNode& node : machine.nodes)
        if (bytes > 0 && node.memory_bytes > 0)
            most[node.index] =
                static_cast<int>(std::min(static_cast<double>(node.memory_bytes) / bytes, 1e6));
    return most;
}

/// Where each rank's memory goes under one policy, `bytes` of each.
std::vector<NodeSet> targets(const PolicyChoice& choice, const Machine& machine,
                             const std::vector<int>& home_nodes, double bytes) {
    std::vector<NodeSet> nodes;
    std::vector<FarRank> far;
    for (const int home : home_nodes) {
        if (choice.row->follows == Follows::one_far_target)
            far.push_back({local_memory_node(machine, home), far_candidates(choice, machine, home)});
        else
            nodes.push_back(choice.nodes.empty() ? choice.row->target(machine, home) : choice.nodes);
    }
    if (!far.empty())
        for (const int node : assign_far_nodes(far, ranks_that_fit(machine, bytes))) nodes.push_back({node});
    return nodes;
}

MemoryBinding plain_binding(const PolicyChoice& choice, const Machine& machine, NodeSet nodes) {
    MemoryBinding memory{choice.row->mode, std::move(nodes)};
    if (memory.mode == MemoryMode::weighted_interleave) memory.weights = weights_of(memory.nodes, machine);
    return memory;
}

/// Of the class, or ("") of all that have no policy of their own.
double bytes_of(const PolicyChoice& choice, const std::string& memory_class, const ClassBytes& memory_bytes) {
    const auto has_own = [&](const std::string& name) {
        return std::any_of(choice.classes.begin(), choice.classes.end(),
                           [&](const auto& own) { return own.first == name; });
    };
    double bytes = 0;
    for (const auto& [name, size] : memory_bytes)
        if (memory_class.empty() ? !has_own(name) : name == memory_class) bytes += size;
    return bytes;
}

}  // namespace

std::string PolicyChoice::name() const {
    if (classes.empty()) return plain_name(*this);
    std::string text;
    for (const auto& [memory_class, choice] : classes)
        text += fmt::format("{}{}={}", text.empty() ? "" : ",", memory_class, plain_name(choice));
    return row->name == "local" ? text : fmt::format("{},rest={}", text, plain_name(*this));
}

std::optional<std::string> why_not(const PolicyChoice& choice, const Machine& machine) {
    if (auto reason = why_not_plain(choice, machine)) return reason;
    for (const auto& [memory_class, other] : choice.classes) {
        if (auto reason = why_not_plain(other, machine))
            return fmt::format("{}={}: {}", memory_class, plain_name(other), *reason);
    }
    return std::nullopt;
}

std::optional<std::string> why_not_from(const PolicyChoice& choice, const Machine& machine,
                                        const std::vector<int>& home_nodes) {
    if (auto reason = not_farther(choice, machine, home_nodes)) return reason;
    for (const auto& [memory_class, other] : choice.classes) {
        if (auto reason = not_farther(other, machine, home_nodes))
            return fmt::format("{}={}: {}", memory_class, plain_name(other), *reason);
    }
    return std::nullopt;
}

std::vector<MemoryPlan> memory_plans(const PolicyChoice& choice, const Machine& machine,
                                     const std::vector<int>& home_nodes, const ClassBytes& memory_bytes) {
    std::vector<MemoryPlan> plans;
    for (auto& nodes : targets(choice, machine, home_nodes, bytes_of(choice, "", memory_bytes)))
        plans.emplace_back(plain_binding(choice, machine, std::move(nodes)));
    for (const auto& [memory_class, other] : choice.classes) {
        auto nodes = targets(other, machine, home_nodes, bytes_of(choice, memory_class, memory_bytes));
        for (std::size_t rank = 0; rank < plans.size(); ++rank)
            plans[rank].by_class.emplace(memory_class,
                                         plain_binding(other, machine, std::move(nodes[rank])));
    }
    return plans;
}

}  // namespace accelbench::topology
