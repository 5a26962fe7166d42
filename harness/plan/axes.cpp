#include "harness/plan/axes.h"

#include <fmt/format.h>

#include <algorithm>

#include "bench/message/variant.h"
#include "harness/arguments/names.h"
#include "harness/plan/draft.h"
#include "harness/plan/memory_axes.h"
#include "harness/plan/policy_axis.h"
#include "harness/plan/size_axes.h"
#include "topology/base/rows.h"

namespace accelbench::plan {
namespace {

using Text = std::string;

Axis scaling_axis() {
    Axis axis{.name = "scaling", .usual = "weak"};
    axis.options = {{"scaling", "HOW", "weak: the batch is per rank; strong: for the whole job",
                     [](SweepOptions& options, const Text& text) {
                         options.levels["scaling"] = {
                             arguments::one_of({"strong", "weak"}, "--scaling", "scaling", text)};
                     },
                     axis.usual}};
    return axis;
}

Text about_sums() {
    Text text = "All-reduce:\n";
    for (const auto& variant : bench::message::variants())
        text += fmt::format("  {:<13} {}\n", variant.name, variant.help);
    return text + "\n";
}

/// Losses round otherwise under another: documents never leave it unsaid.
Axis allreduce_axis() {
    Axis axis{.name = "allreduce", .usual = default_allreduce, .about = about_sums};
    axis.options = {{"allreduce", "HOW", "how ranks sum gradients, see below",
                     [](SweepOptions& options, const Text& text) {
                         options.allreduce =
                             arguments::one_of(names_of(bench::message::variants()), "--allreduce",
                                               "all-reduce", text);
                     },
                     default_allreduce}};
    axis.levels = [](const Draft& draft) { return std::vector<Level>{{draft.options.allreduce}}; };
    return axis;
}

}  // namespace

const std::vector<Axis>& axes() {
    static const std::vector<Axis> table = {scaling_axis(), placement_axis(), allreduce_axis(),
                                            pages_axis(), hosts_axis(), policy_axis(),
                                            machines_axis(), processes_axis(), threads_axis()};
    return table;
}

std::vector<const Axis*> axes_by(int Axis::*order) {
    std::vector<const Axis*> sorted;
    for (const auto& axis : axes()) sorted.push_back(&axis);
    std::stable_sort(sorted.begin(), sorted.end(),
                     [&](const auto* a, const auto* b) { return a->*order < b->*order; });
    return sorted;
}

std::vector<Level> levels_of(const Axis& axis, const Draft& draft) {
    if (axis.levels) return axis.levels(draft);
    const auto chosen = draft.options.levels.find(axis.name);
    if (chosen == draft.options.levels.end()) return {{axis.usual}};
    std::vector<Level> levels;
    for (const auto& value : chosen->second) levels.push_back({value});
    return levels;
}

}  // namespace accelbench::plan
