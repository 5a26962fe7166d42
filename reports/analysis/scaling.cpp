#include "reports/analysis/scaling.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>
#include <map>
#include <tuple>
#include <utility>

#include "reports/analysis/pairing.h"
#include "reports/analysis/verdict.h"
#include "reports/model/cell_parameters.h"
#include "reports/model/cells.h"
#include "reports/statistics/pair_centre.h"

namespace accelbench::reports {
namespace {

using Cells = std::vector<const Cell*>;

std::string mode_of(const Cell& cell) {
    const auto mode = parameter_of(cell, "scaling");
    return mode.empty() ? "weak" : mode;
}

bool smaller(const Cell* a, const Cell* b) {
    return std::tie(a->processes, a->machines) < std::tie(b->processes, b->machines);
}

bool same_size(const Cell* a, const Cell* b) { return !smaller(a, b) && !smaller(b, a); }

/// Cells of each series, smallest first; series in the order of their first cells, skipped ones included.
std::vector<Cells> series_of(const Document& document) {
    std::vector<Cells> all;
    std::map<std::pair<std::string, std::string>, std::size_t> places;
    for (const Cell& cell : document.cells) {
        const auto [place, is_new] = places.try_emplace({cell.policy, series_key(cell)}, all.size());
        if (is_new) all.emplace_back();
        const Summary* summary = find_summary(document, cell.id);
        const bool measured = cell.skip.empty() && summary != nullptr && summary->step_seconds;
        if (measured) all[place->second].push_back(&cell);
    }
    for (Cells& cells : all) {
        std::stable_sort(cells.begin(), cells.end(), smaller);
        cells.erase(std::unique(cells.begin(), cells.end(), same_size), cells.end());
    }
    return all;
}

std::optional<Estimate> throughput_ratio(const Cell& cell, const Cell& base, const Pairs& pairs,
                                         double confidence) {
    std::vector<double> logs;
    for (std::size_t i = 0; i < pairs.cell_seconds.size(); ++i)
        logs.push_back(std::log(work_ratio(cell, base) * pairs.base_seconds[i] / pairs.cell_seconds[i]));
    if (logs.empty()) return std::nullopt;
    return paired_ratio(logs, confidence);
}

SpeedUp speed_up(const Document& document, const Cell& cell, const Cell& base) {
    const Pairs pairs = pair_by_block(document, cell, base);
    SpeedUp result;
    result.base_cell = base.id;
    result.ideal = static_cast<double>(cell.processes) / base.processes;
    result.ratio = throughput_ratio(cell, base, pairs, document.confidence);
    result.efficiency =
        result.ratio ? result.ratio->value / result.ideal : std::numeric_limits<double>::quiet_NaN();
    result.dropped_pairs = pairs.dropped;
    return result;
}

bool as_many_on_each(const Cell& a, const Cell& b) {
    return static_cast<long>(a.processes) * b.machines == static_cast<long>(b.processes) * a.machines;
}

ScalingPoint point_of(const Document& document, const Cells& cells, const Cell& cell) {
    ScalingPoint point;
    point.cell = cell.id;
    if (&cell != cells.front()) point.over_base = speed_up(document, cell, *cells.front());
    for (const Cell* other : cells) {  // the first is the one on the fewest machines
        if (!as_many_on_each(cell, *other)) continue;
        if (other->machines < cell.machines) point.over_fewer_machines = speed_up(document, cell, *other);
        break;
    }
    return point;
}

/// A block without both launches says nothing of a step; without any such block there is no step.
std::vector<ScalingStep> steps_along(const Document& document, const Cells& sizes) {
    std::vector<ScalingStep> steps;
    for (std::size_t i = 1; i < sizes.size(); ++i) {
        const SpeedUp gain = speed_up(document, *sizes[i], *sizes[i - 1]);
        if (!gain.ratio) return {};
        const Pairs pairs = pair_by_block(document, *sizes[i], *sizes[i - 1]);
        const CentreTimes times = times_at_centre(pairs.cell_seconds, pairs.base_seconds);
        steps.push_back({sizes[i - 1]->id, sizes[i]->id, *gain.ratio,
                         judge_gain(*gain.ratio, document.margin), times.base, times.cell});
    }
    return steps;
}

/// The knee: behind the last step that pays. Steps after it must all be judged, else it is not known.
void find_knee(ScalingPath& path) {
    const auto pays = [](const ScalingStep& step) { return step.pays == Pays::yes; };
    const auto after = std::find_if(path.steps.rbegin(), path.steps.rend(), pays).base();
    path.last_paying_cell = after == path.steps.begin() ? path.steps.front().from_cell : (after - 1)->to_cell;
    const bool judged = std::none_of(after, path.steps.end(),
                                     [](const ScalingStep& step) { return step.pays == Pays::inconclusive; });
    path.stops_paying = Pays::inconclusive;
    if (judged) path.stops_paying = after == path.steps.end() ? Pays::no : Pays::yes;
}

void add_path(const Document& document, const std::string& axis, const Cells& sizes, Scaling& scaling) {
    ScalingPath path;
    path.axis = axis;
    path.steps = steps_along(document, sizes);
    if (path.steps.empty()) return;
    find_knee(path);
    scaling.paths.push_back(std::move(path));
}

template <class Belongs>
Cells those(const Cells& cells, Belongs belongs) {
    Cells kept;
    std::copy_if(cells.begin(), cells.end(), std::back_inserter(kept), belongs);
    return kept;
}

/// One path for each number of machines, and one for each number of processes a machine.
void add_paths(const Document& document, const Cells& cells, Scaling& scaling) {
    for (const Cell* first : cells) {
        const Cells row = those(cells, [&](const Cell* cell) { return cell->machines == first->machines; });
        if (row.front() == first) add_path(document, "processes", row, scaling);
    }
    for (const Cell* first : cells) {
        const Cells column = those(cells, [&](const Cell* cell) { return as_many_on_each(*cell, *first); });
        if (column.front() == first) add_path(document, "machines", column, scaling);
    }
}

}  // namespace

std::string series_key(const Cell& cell) {
    if (mode_of(cell) != "strong" || parameter_of(cell, "batch").empty())
        return key_without(cell, {"policy", "machines", "processes"});
    return key_without(cell, {"policy", "machines", "processes", "batch"}) +
           fmt::format("/items={}", cell.items_per_step);
}

double work_ratio(const Cell& cell, const Cell& base) {
    if (cell.items_per_step > 0 && base.items_per_step > 0) return cell.items_per_step / base.items_per_step;
    return mode_of(cell) == "strong" ? 1 : static_cast<double>(cell.processes) / base.processes;
}

Pays judge_gain(const Estimate& gain, double margin) {
    if (gain.n < least_pairs) return Pays::inconclusive;
    if (gain.low > 1 + margin) return Pays::yes;
    return gain.high <= 1 + margin ? Pays::no : Pays::inconclusive;
}

std::vector<Scaling> measure_scaling(const Document& document) {
    std::vector<Scaling> all;
    if (is_emulated(document)) return all;
    for (const Cells& cells : series_of(document)) {
        if (cells.size() < 2) continue;
        const Cell& first = *cells.front();
        Scaling scaling{first.policy, mode_of(first), first.id, {}, {}};
        for (const Cell* cell : cells) scaling.points.push_back(point_of(document, cells, *cell));
        add_paths(document, cells, scaling);
        all.push_back(std::move(scaling));
    }
    return all;
}

}  // namespace accelbench::reports
