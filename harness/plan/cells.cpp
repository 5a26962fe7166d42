#include "harness/plan/cells.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "bench/kernels.h"
#include "harness/plan/axes.h"
#include "harness/plan/draft.h"
#include "harness/plan/skips.h"
#include "harness/plan/work.h"
#include "reports/model/cell_parameters.h"

namespace accelbench::plan {
namespace {

/// A '/' inside a value would read as a border between names.
std::string escaped(const std::string& value) {
    std::string text;
    for (const char c : value) text += c == '/' ? std::string("%2F") : std::string(1, c);
    return text;
}

/// Of the kernel: what was given, not every default.
bench::Parameters shown_parameters(const SweepOptions& options, const bench::KernelRow& kernel) {
    bench::Parameters shown;
    for (const auto& parameter : kernel.parameters) {
        const auto name = parameter.name;
        const auto given = std::find_if(options.parameters.begin(), options.parameters.end(),
                                        [&](const auto& option) { return option.first == name; });
        if (given != options.parameters.end())
            shown.push_back(*given);
        else if (name == "preset")
            shown.emplace_back("preset", std::string(kernel.presets.front()));
    }
    return shown;
}

/// The id names what was chosen, so that it stays short and never depends on time or order.
std::string cell_id(const Draft& draft) {
    std::string id = draft.cell.kernel;
    const auto add = [&](const auto& name, const auto& value) {
        id += fmt::format("/{}={}", name, escaped(value));
    };
    for (const auto& [name, value] : shown_parameters(draft.options, draft.kernel)) add(name, value);
    for (const auto& axis : axes())
        if (const auto& value = draft.values.at(axis.name); !value.empty() && value != axis.usual)
            add(axis.name, value);
    return id;
}

bench::Parameters chosen_parameters(const Draft& draft) {
    bench::Parameters chosen;
    for (const auto& axis : axes())
        if (const auto& value = draft.values.at(axis.name); !value.empty())
            chosen.emplace_back(axis.name, value);
    return reports::without_members(std::move(chosen));
}

void describe_work(reports::Cell& cell, const bench::KernelPlan& work) {
    cell.parameters.insert(cell.parameters.begin(), work.parameters.begin(), work.parameters.end());
    for (const auto& phase : work.phases)
        cell.phases.push_back({phase.phase, phase.bytes, phase.flops, phase.message_bytes});
    cell.items_per_step = work.items_per_step * cell.processes;
    cell.item = work.item;
}

/// The cell of a draft to which each axis gave a level.
reports::Cell finished(Draft draft) {
    auto& cell = draft.cell;
    cell.id = cell_id(draft);
    cell.parameters = chosen_parameters(draft);
    try {
        const auto work = work_of(cell, draft.options);
        describe_work(cell, work);
        draft.memory_bytes = memory_of_rank(work, cell, draft.options);
        decide(draft);
    } catch (const bench::Skip& skip) {
        cell.skip = skip.reason;
    }
    return std::move(cell);
}

/// All cells of the draft, by the levels of the axes that it has none of yet.
void add_cells(const Draft& draft, std::span<const Axis* const> loops, std::vector<reports::Cell>& cells) {
    if (loops.empty()) {
        cells.push_back(finished(draft));
        return;
    }
    for (const auto& level : levels_of(*loops.front(), draft)) {
        Draft next = draft;
        next.values[loops.front()->name] = level.value;
        if (level.apply) level.apply(next);
        add_cells(next, loops.subspan(1), cells);
    }
}

}  // namespace

std::vector<reports::Cell> make_cells(const SweepOptions& options, const Surroundings& around) {
    Draft draft{options, around, *bench::find_kernel(options.kernel)};
    draft.cell.kernel = draft.kernel.name;
    std::vector<reports::Cell> cells;
    add_cells(draft, axes_by(&Axis::loop), cells);
    return cells;
}

}  // namespace accelbench::plan
