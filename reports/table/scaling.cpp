#include "reports/table/scaling.h"

#include <fmt/format.h>

#include <cmath>

#include "reports/model/cells.h"
#include "reports/text/columns.h"
#include "reports/text/units.h"
#include "reports/words/findings.h"
#include "reports/words/scaling.h"
#include "topology/base/visible_text.h"

namespace accelbench::reports {
namespace {

const std::vector<Column> columns{
    {"policy", Align::left},
    {"work", Align::left},
    {"M x P x T", Align::left},
    {"throughput", Align::right},
    {"speed-up", Align::right},
    {"interval", Align::right},
    {"ideal", Align::right},
    {"efficiency", Align::right},
    {"n", Align::right},
    {"over fewer machines", Align::left},
};

std::string interval_of(const Estimate& ratio) {
    return std::isfinite(ratio.low) ? fmt::format("{} - {}", ratio_text(ratio.low), ratio_text(ratio.high)) : "-";
}

/// "1.95x of 2x"
std::string machines_field(const std::optional<SpeedUp>& speed_up) {
    if (!speed_up || !speed_up->ratio) return "-";
    return fmt::format("{}x of {:.3g}x", ratio_text(speed_up->ratio->value), speed_up->ideal);
}

void add_speed_up(Row& row, const std::optional<SpeedUp>& speed_up) {
    if (!speed_up) {
        row.insert(row.end(), {"base", "-", "1x", "-", "-"});
        return;
    }
    const std::string ideal = fmt::format("{:.3g}x", speed_up->ideal);
    if (!speed_up->ratio) {
        row.insert(row.end(), {"no pair", "-", ideal, "-", "0"});
        return;
    }
    row.insert(row.end(), {ratio_text(speed_up->ratio->value) + "x", interval_of(*speed_up->ratio), ideal,
                           percent_text(speed_up->efficiency), std::to_string(speed_up->ratio->n)});
}

Row row_of(const Document& document, const Cell& cell, const ScalingPoint& point) {
    const Summary* summary = find_summary(document, cell.id);
    const bool counted = summary != nullptr && summary->items_per_second;
    Row row{cell.policy, work_text(document, cell), shape_text(cell),
            counted ? count_text(*summary->items_per_second) : "-"};
    add_speed_up(row, point.over_base);
    row.push_back(machines_field(point.over_fewer_machines));
    return row;
}

std::vector<Column> columns_for(const Document& document) {
    std::vector<Column> named = columns;
    named[3].title = document.cells.front().item + "/s";
    named[5].title = fmt::format("{:.0f} % interval", 100 * document.confidence);
    return named;
}

std::string knees_of(const Document& document, const Scaling& scaling) {
    std::string text;
    for (const ScalingPath& path : scaling.paths)
        text += fmt::format("  {}\n    {}\n",
                            visible_line(fmt::format("{} {}: {}", series_name(document, scaling),
                                                     path_name(document, path), knee_text(document, path))),
                            visible_line(knee_evidence(document, path)));
    return text;
}

}  // namespace

std::string scaling_text(const Document& document) {
    if (document.scaling.empty()) return "";
    std::vector<Row> rows;
    std::string knees;
    for (const Scaling& scaling : document.scaling) {
        for (const ScalingPoint& point : scaling.points) {
            const Cell* cell = find_cell(document, point.cell);
            if (cell != nullptr) rows.push_back(row_of(document, *cell, point));
        }
        knees += knees_of(document, scaling);
    }
    return fmt::format("\nscaling ({}), over the fewest processes of the same policy and threads:\n{}{}",
                       document.scaling.front().mode, lay_out_columns(columns_for(document), rows), knees);
}

}  // namespace accelbench::reports
