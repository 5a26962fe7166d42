#include <fmt/format.h>

#include <cmath>

#include "reports/html/parts.h"
#include "reports/html/scaling.h"
#include "reports/model/cells.h"
#include "reports/text/units.h"
#include "reports/words/findings.h"
#include "reports/words/scaling.h"

namespace accelbench::reports {
namespace {

/// Policy and shape in one field: it heads the row, and stays in sight when a phone scrolls the rest.
std::string name_of(const Cell& cell) {
    return fmt::format("<span class=\"mark {}\" aria-hidden=\"true\"></span>{} {}", policy_class(cell.policy),
                       escape(cell.policy), escape(shape_text(cell)));
}

std::string interval_of(const Estimate& ratio) {
    return std::isfinite(ratio.low) ? fmt::format("{} to {}", ratio_text(ratio.low), ratio_text(ratio.high))
                                    : "no interval";
}

/// Speed-up, interval, ideal, efficiency, n; `absent` where there is nothing to compare with.
std::vector<std::string> fields_of(const std::optional<SpeedUp>& speed_up, const std::string& absent) {
    if (!speed_up) return {absent, "-", "-", "-", "-"};
    const std::string ideal = fmt::format("{:.3g}x", speed_up->ideal);
    if (!speed_up->ratio) return {"no pair", "-", ideal, "-", "0"};
    return {fmt::format("<strong>{}x</strong>", ratio_text(speed_up->ratio->value)),
            interval_of(*speed_up->ratio), ideal, percent_text(speed_up->efficiency),
            std::to_string(speed_up->ratio->n)};
}

std::vector<HtmlColumn> columns_for(const Document& document) {
    const std::string interval = fmt::format("{:.0f} % interval", 100 * document.confidence);
    return {{"Size"},
            {"Throughput", true},
            {"Over fewest processes", true},
            {interval, true},
            {"Ideal", true},
            {"Efficiency", true},
            {"n", true},
            {"Over fewest machines", true},
            {interval, true},
            {"Ideal", true},
            {"Efficiency", true},
            {"n", true}};
}

}  // namespace

std::string scaling_table(const Document& document, const ScalingGroup& group) {
    std::vector<std::vector<std::string>> rows;
    for (const Scaling* scaling : group)
        for (const ScalingPoint& point : scaling->points) {
            const Cell* cell = find_cell(document, point.cell);
            if (cell == nullptr) continue;
            std::vector<std::string> row{name_of(*cell), escape(throughput_text(document, cell->id))};
            for (const auto& field : fields_of(point.over_base, "base")) row.push_back(field);
            for (const auto& field : fields_of(point.over_fewer_machines, "-")) row.push_back(field);
            rows.push_back(std::move(row));
        }
    const std::string caption = fmt::format("Speed-up and efficiency, {} scaling", group.front()->mode);
    return html_table(caption, columns_for(document), rows) +
           "<p class=\"hint\">A size is machines x processes in all x threads of each process. Over fewest "
           "machines: against as many processes on each of fewer machines. Efficiency is speed-up over the "
           "ideal.</p>\n";
}

std::string speed_up_words(const SpeedUp& speed_up) {
    if (!speed_up.ratio) return "no pair";
    const Estimate& ratio = *speed_up.ratio;
    return fmt::format("{}x [{}] of {:.3g}x, {}, n = {}", ratio_text(ratio.value), interval_of(ratio),
                       speed_up.ideal, percent_text(speed_up.efficiency), ratio.n);
}

}  // namespace accelbench::reports
