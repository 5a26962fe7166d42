#include <fmt/format.h>

#include <cmath>
#include <unordered_map>

#include "reports/html/chart.h"
#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/model/cells.h"
#include "reports/statistics/stats.h"
#include "reports/words/findings.h"

namespace accelbench::reports {
namespace {

ChartRow row_of(const Document& document, const Cell& cell) {
    ChartRow row;
    const std::string work = work_text(document, cell);
    row.label = fmt::format("{} {}{}", cell.policy, shape_text(cell), work == "-" ? "" : " " + work);
    row.style = policy_class(cell.policy);
    for (const Trial* trial : ok_trials_of(document, cell.id))
        row.values.push_back(1e3 * *trial->step_seconds);
    row.median = median(row.values);
    const Summary* summary = find_summary(document, cell.id);
    row.has_interval = summary != nullptr && summary->step_seconds && std::isfinite(summary->step_seconds->low);
    if (row.has_interval) {
        row.low = 1e3 * summary->step_seconds->low;
        row.high = 1e3 * summary->step_seconds->high;
    }
    return row;
}

/// Equal work stands together, so that neighbours may be compared by eye.
std::vector<const Cell*> by_work(const Document& document) {
    std::vector<std::vector<const Cell*>> groups;
    std::unordered_map<std::string, std::size_t> places;
    for (const Cell& cell : document.cells) {
        const auto [place, is_new] = places.try_emplace(work_key(cell), groups.size());
        if (is_new) groups.emplace_back();
        groups[place->second].push_back(&cell);
    }
    std::vector<const Cell*> ordered;
    for (const auto& group : groups) ordered.insert(ordered.end(), group.begin(), group.end());
    return ordered;
}

}  // namespace

std::string launches_section(const Document& document) {
    std::vector<ChartRow> rows;
    for (const Cell* cell : by_work(document)) {
        ChartRow row = row_of(document, *cell);
        if (!row.values.empty()) rows.push_back(std::move(row));
    }
    const std::string chart = point_chart("Step time of every launch", "step time, ms (axis from 0)", rows);
    if (chart.empty()) return "";
    return html_section("launches", "Every launch",
                        "<figure>" + chart +
                            "<figcaption>Each point is one ok launch, outliers included; the upright line is "
                            "their median and "
                            "the bar below it its interval. The table of cells has the same "
                            "numbers.</figcaption></figure>\n");
}

}  // namespace accelbench::reports
