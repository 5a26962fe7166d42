#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/model/cells.h"
#include "reports/text/units.h"
#include "reports/words/findings.h"

namespace accelbench::reports {
namespace {

struct PhaseRow {
    const Cell* cell = nullptr;
    const Cell* base = nullptr;  // nullptr: nothing to compare with
    std::vector<double> seconds;
    std::vector<double> base_seconds;
};

std::vector<double> phase_seconds_of(const Document& document, const std::string& id) {
    const Summary* summary = find_summary(document, id);
    return summary == nullptr || !summary->step_seconds ? std::vector<double>{} : summary->phase_seconds;
}

std::vector<PhaseRow> phase_rows(const Document& document) {
    std::vector<PhaseRow> rows;
    for (const Cell& cell : document.cells) {
        PhaseRow row{&cell,
                     is_emulated(document) ? nullptr : base_of(document, cell),
                     phase_seconds_of(document, cell.id),
                     {}};
        if (row.base != nullptr) row.base_seconds = phase_seconds_of(document, row.base->id);
        if (row.base_seconds.size() != row.seconds.size()) row.base = nullptr;
        if (!row.seconds.empty()) rows.push_back(std::move(row));
    }
    return rows;
}

std::string field_of(const PhaseRow& row, std::size_t phase) {
    const std::string time = milliseconds_text(row.seconds[phase]);
    if (row.base == nullptr || !(row.base_seconds[phase] > 0)) return time;
    return fmt::format("{} <span class=\"quiet\">{}x</span>", time,
                       ratio_text(row.seconds[phase] / row.base_seconds[phase]));
}

std::string bar_of(const PhaseRow& row, double longest) {
    std::string bar = "<span class=\"bar\" aria-hidden=\"true\">";
    for (std::size_t phase = 0; phase < row.seconds.size(); ++phase)
        if (row.seconds[phase] > 0)
            bar += fmt::format("<span class=\"f{}\" style=\"width:{:.2f}%\"></span>", phase % 6,
                               100 * row.seconds[phase] / longest);
    return bar + "</span>";
}

double total(const std::vector<double>& seconds) {
    return std::accumulate(seconds.begin(), seconds.end(), 0.0,
                           [](double sum, double value) { return std::isfinite(value) ? sum + value : sum; });
}

/// The phase that carries most of a difference that is beyond doubt, in words; "" without one, and where the
/// phases' medians don't go the verdict's way.
std::string who_pays(const Document& document, const PhaseRow& row) {
    const Comparison* comparison = find_comparison(document, row.cell->id);
    if (row.base == nullptr || comparison == nullptr) return "";
    const bool slower = comparison->verdict == Verdict::slower;
    if (!slower && comparison->verdict != Verdict::faster) return "";
    const double sign = slower ? 1 : -1;
    const double extra = sign * (total(row.seconds) - total(row.base_seconds));
    std::size_t most = 0, worst = 0;
    const auto gain = [&](std::size_t i) { return sign * (row.seconds[i] - row.base_seconds[i]); };
    const auto ratio = [&](std::size_t i) { return row.seconds[i] / row.base_seconds[i]; };
    for (std::size_t i = 1; i < row.seconds.size(); ++i) {
        if (gain(i) > gain(most)) most = i;
        if (sign * ratio(i) > sign * ratio(worst)) worst = i;
    }
    if (!(extra > 0) || !(gain(most) > 0)) return "";
    return fmt::format(
        "<li><strong>{} {}</strong>: {} {} most, {} of the {} {} per step; {} {} most for its "
        "size, {}x ({} against {}).</li>\n",
        escape(row.cell->policy), escape(shape_text(*row.cell)), escape(row.cell->phases[most].phase),
        slower ? "gains" : "saves", time_text(gain(most)), time_text(extra), slower ? "more" : "less",
        escape(row.cell->phases[worst].phase), slower ? "suffers" : "saves", ratio_text(ratio(worst)),
        time_text(row.seconds[worst]), time_text(row.base_seconds[worst]));
}

std::string legend(const Cell& cell) {
    std::string html = "<p class=\"legend\">Bars, from left to right: ";
    for (std::size_t phase = 0; phase < cell.phases.size(); ++phase)
        html += fmt::format("<span><i class=\"f{}\" aria-hidden=\"true\"></i>{}</span> ", phase % 6,
                            escape(cell.phases[phase].phase));
    return html + "</p>\n";
}

std::vector<HtmlColumn> columns_for(const Cell& cell) {
    std::vector<HtmlColumn> columns{{"Cell"}};
    for (const PhaseWork& work : cell.phases) columns.push_back({work.phase + ", ms", true});
    columns.push_back({"Step by phase"});
    return columns;
}

std::string caption_of(const Document& document) {
    if (is_emulated(document)) return "Median time of each phase";
    return "Median time of each phase, and its ratio to the same phase under local";
}

std::string tables(const std::vector<PhaseRow>& all, const std::string& caption) {
    double longest = 0;
    for (const PhaseRow& row : all) longest = std::max(longest, total(row.seconds));
    if (!(longest > 0)) return "";
    std::string html;
    for (std::size_t first = 0; first < all.size();) {  // kernels with other phases get their own table
        std::vector<std::vector<std::string>> rows;
        std::size_t i = first;
        for (; i < all.size() && all[i].cell->kernel == all[first].cell->kernel &&
               all[i].seconds.size() == all[first].seconds.size();
             ++i) {
            rows.push_back({escape(all[i].cell->policy + " " + shape_text(*all[i].cell))});
            for (std::size_t phase = 0; phase < all[i].seconds.size(); ++phase)
                rows.back().push_back(field_of(all[i], phase));
            rows.back().push_back(bar_of(all[i], longest));
        }
        html += html_table(caption, columns_for(*all[first].cell), rows) + legend(*all[first].cell);
        first = i;
    }
    return html;
}

}  // namespace

std::string phases_section(const Document& document) {
    const std::vector<PhaseRow> rows = phase_rows(document);
    if (rows.empty()) return "";
    std::string payers;
    for (const PhaseRow& row : rows) payers += who_pays(document, row);
    if (!payers.empty()) payers = "<h3>Which phases cost most</h3>\n<ul class=\"plain\">\n" + payers + "</ul>\n";
    return html_section("phases", "Phases", tables(rows, caption_of(document)) + payers);
}

}  // namespace accelbench::reports
