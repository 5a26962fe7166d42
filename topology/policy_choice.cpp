#include "topology/policy_choice.h"

#include <fmt/format.h>

#include <algorithm>

namespace accelbench::topology {
namespace {

std::string plain_name(const PolicyChoice& choice) {
    const std::string name(choice.row->name);
    return choice.nodes.empty() ? name : name + ":" + choice.nodes.to_string();
}

std::optional<std::string> refused_by_kernel(const PolicyChoice& choice, const Machine& machine) {
    const auto& refused = machine.refused_modes;
    if (std::find(refused.begin(), refused.end(), choice.row->mode) == refused.end()) return std::nullopt;
    return fmt::format("{} needs {} or newer; this kernel refuses the mode", choice.row->name,
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
    return fmt::format("{} needs {} {}; this machine has {}", choice.row->name, choice.row->needs_nodes,
                       choice.row->needs_what, has);
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

MemoryBinding plain_binding(const PolicyChoice& choice, const Machine& machine, int home_node) {
    MemoryBinding memory{choice.row->mode, choice.nodes};
    if (memory.nodes.empty()) memory.nodes = choice.row->target(machine, home_node);
    if (memory.mode == MemoryMode::weighted_interleave) memory.weights = weights_of(memory.nodes, machine);
    return memory;
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

MemoryPlan memory_plan(const PolicyChoice& choice, const Machine& machine, int home_node) {
    MemoryPlan plan(plain_binding(choice, machine, home_node));
    for (const auto& [memory_class, other] : choice.classes)
        plan.by_class.emplace(memory_class, plain_binding(other, machine, home_node));
    return plan;
}

}  // namespace accelbench::topology
