#include <fmt/format.h>

#include <algorithm>

#include "harness/cli/sweep.h"
#include "harness/launch/session/time_left.h"
#include "harness/plan/axes.h"
#include "harness/plan/cell_hosts.h"
#include "harness/plan/order.h"
#include "reports/model/cell_parameters.h"
#include "reports/text/units.h"
#include "topology/base/list_text.h"
#include "topology/machine_remarks.h"

namespace accelbench::cli {
namespace {

constexpr int blocks_shown = 3;

/// "  pages thp  on a+b": what was chosen and has no column.
std::string axes_text(const reports::Cell& cell) {
    std::string text;
    for (const auto& axis : plan::axes()) {
        const auto value = axis.shown.empty() ? "" : reports::parameter_of(cell, axis.name);
        if (!value.empty()) text += fmt::format("  {} {}", axis.shown, value);
    }
    return text;
}

std::string describe_cells(const plan::Plan& plan) {
    std::string text =
        fmt::format("{:>4}  {:<10}  {:>8}  {:>9}  {:>11}  {:>7}  {}\n", "cell", "policy", "machines",
                    "processes", "per machine", "threads", "cpus of the ranks of a machine");
    int number = 0;
    for (const int index : plan.runnable()) {
        const auto& cell = plan.cells[static_cast<std::size_t>(index)];
        std::string cpus;
        for (const auto& rank : cell.placement)
            cpus += (cpus.empty() ? "" : " | ") +
                    (rank.cpus.empty() ? std::string("any") : rank.cpus.to_string());
        text += fmt::format("{:>4}  {:<10}  {:>8}  {:>9}  {:>11}  {:>7}  {}{}{}\n", ++number, cell.policy,
                            cell.machines, cell.processes, cell.processes / cell.machines, cell.threads, cpus,
                            cell.oversubscribed ? "  (oversubscribed)" : "", axes_text(cell));
    }
    return text;
}

/// Every choice would be too many: what is taken instead.
std::string describe_rotation(const plan::Plan& plan) {
    const auto text = plan::describe_windows(plan.options, plan.surroundings.hosts);
    return text.empty() ? "" : "\nhosts:\n" + text;
}

std::string describe_skips(const plan::Plan& plan) {
    std::string text;
    for (const auto& cell : plan.cells)
        if (!cell.skip.empty())
            text += fmt::format("  {} machines={} processes={}{}: {}\n", cell.policy, cell.machines,
                                cell.processes, axes_text(cell), cell.skip);
    return text.empty() ? "" : "\nskipped:\n" + text;
}

/// What the names of the policies don't say of where memory goes, each sentence once.
std::string describe_notes(const plan::Plan& plan) {
    std::vector<std::pair<std::string, std::string>> notes;
    for (const int index : plan.runnable()) {
        const auto& cell = plan.cells[static_cast<std::size_t>(index)];
        const auto name = fmt::format("{} machines={} processes={}{}", cell.policy, cell.machines,
                                      cell.processes, axes_text(cell));
        for (const auto& note : cell.placement_notes) {
            auto known = std::find_if(notes.begin(), notes.end(),
                                      [&](const auto& entry) { return entry.first == note; });
            if (known == notes.end())
                notes.emplace_back(note, name);
            else
                known->second += "; " + name;
        }
    }
    std::string text;
    for (const auto& [note, cells] : notes) text += fmt::format("  {}\n    {}\n", note, cells);
    return text.empty() ? "" : "\nwhere memory goes:\n" + text;
}

std::string describe_remarks(const topology::Machine& machine) {
    std::string text;
    for (const auto& remark : topology::machine_remarks(machine)) text += fmt::format("  {}\n", remark);
    return text;
}

std::string describe_order(const plan::Plan& plan) {
    const int cells = static_cast<int>(plan.runnable().size());
    const int blocks = std::min(blocks_shown, plan.least_launches());
    std::string text =
        fmt::format("\norder, from seed {}: blocks of all cells, freshly shuffled\n", plan.options.seed);
    for (int block = 0; block < blocks; ++block) {
        text += fmt::format("  block {}:", block + 1);
        for (const int cell : plan::block_order(cells, plan.options.seed, block))
            text += fmt::format(" {}", cell + 1);
        text += "\n";
    }
    if (plan.least_launches() > blocks)
        text += fmt::format("  ... {} blocks at least\n", plan.least_launches());
    return text;
}

double block_seconds(const plan::Plan& plan) {
    double block = 0;
    for (const int index : plan.runnable())
        block += plan::estimated_trial_seconds(plan.cells[static_cast<std::size_t>(index)], plan.options);
    return block;
}

std::string describe_time(const plan::Plan& plan) {
    const double block = block_seconds(plan);
    const int cells = static_cast<int>(plan.runnable().size());
    return fmt::format("\nestimated: {} cells x {} launches at least, {} (a block: {})\n", cells,
                       plan.least_launches(), launch::clock_text(block * plan.least_launches()),
                       launch::clock_text(block));
}

}  // namespace

std::string describe_launches_for_verdict(const plan::Plan& plan) {
    const int needed = plan.launches_for_verdict(), typed = plan.options.launches;
    const double budget = plan.options.time_budget_seconds;
    if (needed == 0 || (typed >= needed && budget == 0) || (typed == 0 && budget == 0)) return "";
    const auto text = fmt::format("a verdict on {} needs at least {} launches of each cell",
                                  plural(plan.comparisons(), "comparison", "comparisons"), needed);
    if (typed > 0 && typed < needed)
        return fmt::format("{}: --launches {} is kept, so that this sweep can't give one", text, typed);
    return fmt::format(
        "{}: whether they fit into --time-budget {} shows only as it runs (one of each cell is "
        "estimated to take {})",
        text, reports::duration_text(budget), reports::duration_text(block_seconds(plan)));
}

std::string describe_plan(const plan::Plan& plan) {
    const auto& machine = plan.surroundings.machine;
    std::string text =
        fmt::format("machine: {}, {} NUMA nodes, {} cores\n{}kernel: {}\n\n", machine.source,
                    machine.nodes.size(), machine.cores.size(), describe_remarks(machine),
                    plan.options.kernel);
    if (plan.runnable().empty()) return text + "no cell can be measured\n" + describe_skips(plan);
    const auto verdict = describe_launches_for_verdict(plan);
    return text + describe_cells(plan) + describe_notes(plan) + describe_rotation(plan) +
           describe_skips(plan) + describe_order(plan) + describe_time(plan) +
           (verdict.empty() ? "" : verdict + "\n");
}

}  // namespace accelbench::cli
