#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/html/parts.h"
#include "reports/html/scaling.h"
#include "reports/model/cells.h"
#include "reports/text/units.h"
#include "reports/words/findings.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

/// Lines join sizes of as many machines; where each number of machines has one size, of as many processes on
/// each machine.
bool joins_machines(const Document& document, const Scaling& scaling) {
    std::set<int> machines;
    for (const ScalingPoint& point : scaling.points) {
        const Cell* cell = find_cell(document, point.cell);
        if (cell != nullptr && !machines.insert(cell->machines).second) return false;
    }
    return machines.size() > 1;
}

int line_of(const Cell& cell, bool across) { return across ? cell.processes / cell.machines : cell.machines; }

std::string line_name(const Scaling& scaling, int line, bool across) {
    const auto count = static_cast<std::uint64_t>(line);
    if (across) return fmt::format("{}, {} per machine", scaling.policy, plural(count, "process", "processes"));
    return fmt::format("{} on {}", scaling.policy, plural(count, "machine", "machines"));
}

bool is_knee(const Scaling& scaling, const std::string& cell, bool across) {
    const std::string axis = across ? "machines" : "processes";
    return std::any_of(scaling.paths.begin(), scaling.paths.end(), [&](const ScalingPath& path) {
        return path.axis == axis && path.stops_paying == Pays::yes && path.last_paying_cell == cell;
    });
}

/// nullopt: no block has both this size and the base.
std::optional<CurvePoint> point_of(const Scaling& scaling, const ScalingPoint& point, const Cell& cell,
                                   const std::vector<int>& machines, bool across) {
    CurvePoint mark;
    mark.x = cell.processes;
    mark.y = {1, 1, 1, 0};
    mark.words = fmt::format("{} {}: base", cell.policy, shape_text(cell));
    if (point.over_base) {
        if (!point.over_base->ratio) return std::nullopt;
        mark.y = *point.over_base->ratio;
        mark.words =
            fmt::format("{} {}: {}", cell.policy, shape_text(cell), speed_up_words(*point.over_base));
    }
    mark.shape =
        static_cast<int>(std::find(machines.begin(), machines.end(), cell.machines) - machines.begin());
    mark.ringed = is_knee(scaling, cell.id, across);
    return mark;
}

std::vector<int> machines_of(const Document& document, const ScalingGroup& group) {
    std::set<int> machines;
    for (const Scaling* scaling : group)
        for (const ScalingPoint& point : scaling->points)
            if (const Cell* cell = find_cell(document, point.cell)) machines.insert(cell->machines);
    return {machines.begin(), machines.end()};
}

/// One a line, in the order of their first points, which stand smallest first.
void add_curves(const Document& document, const Scaling& scaling, int dash, const std::vector<int>& machines,
                CurveChart& chart) {
    const bool across = joins_machines(document, scaling);
    std::vector<int> lines;
    const std::size_t first = chart.curves.size();
    for (const ScalingPoint& point : scaling.points) {
        const Cell* cell = find_cell(document, point.cell);
        if (cell == nullptr) continue;
        const auto mark = point_of(scaling, point, *cell, machines, across);
        if (!mark) continue;
        const int line = line_of(*cell, across);
        const auto at = static_cast<std::size_t>(std::find(lines.begin(), lines.end(), line) - lines.begin());
        if (at == lines.size()) {
            lines.push_back(line);
            chart.curves.push_back(
                {line_name(scaling, line, across), policy_class(scaling.policy), dash, {}});
        }
        chart.curves[first + at].points.push_back(*mark);
    }
}

}  // namespace

CurveChart scaling_chart(const Document& document, const ScalingGroup& group, std::size_t number) {
    CurveChart chart;
    chart.id = fmt::format("scaling-{}", number);
    chart.title = fmt::format("Speed-up over processes, {} scaling", group.front()->mode);
    chart.x_label = "processes in all";
    const Cell* base = find_cell(document, group.front()->base_cell);
    chart.ideal_slope = base == nullptr ? 1 : 1.0 / base->processes;
    const std::vector<int> machines = machines_of(document, group);
    int dash = 0;
    for (const Scaling* scaling : group) add_curves(document, *scaling, dash++, machines, chart);
    if (joins_machines(document, *group.front()))
        for (const int count : machines) chart.shapes.push_back(plural(count, "machine", "machines"));
    return chart;
}

}  // namespace accelbench::reports
