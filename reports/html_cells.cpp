#include <fmt/format.h>

#include "reports/cells.h"
#include "reports/findings.h"
#include "reports/html_parts.h"
#include "reports/html_sections.h"
#include "reports/units.h"
#include "reports/verdict_glyph.h"

namespace accelbench::reports {
namespace {

std::string name_with_mark(const Cell& cell) {
    return fmt::format("<span class=\"mark {}\" aria-hidden=\"true\"></span>{}", policy_class(cell.policy),
                       escape(cell.policy));
}

std::string times_text(const Estimate& estimate) {
    if (estimate.n < 2) return "no interval";
    return fmt::format("{} to {}", milliseconds_text(estimate.low), milliseconds_text(estimate.high));
}

/// Each ratio beside both absolute values.
std::string verdict_field(const Document& document, const Cell& cell) {
    const Comparison* comparison = find_comparison(document, cell.id);
    if (comparison == nullptr) return escape(against_local(document, cell));
    const Summary* own = find_summary(document, cell.id);
    const Summary* base = find_summary(document, comparison->base_cell);
    return fmt::format("{} <strong>{}x</strong> <span class=\"quiet\">({} against {} ms)</span>",
                       verdict_badge(comparison->verdict), ratio_text(comparison->ratio->value),
                       milliseconds_text(own->step_seconds->value),
                       milliseconds_text(base->step_seconds->value));
}

std::string visible_field(const Document& document, const Cell& cell) {
    const Comparison* comparison = find_comparison(document, cell.id);
    return comparison == nullptr ? "-" : percent_text(comparison->smallest_visible);
}

std::vector<std::string> row_of(const Document& document, const Cell& cell) {
    const Summary* summary = find_summary(document, cell.id);
    std::vector<std::string> row{name_with_mark(cell), escape(shape_text(cell)),
                                 escape(work_text(document, cell))};
    if (summary == nullptr || !summary->step_seconds) {
        row.insert(row.end(), {"-", "-", "0", "-", "-", "-", "-", verdict_field(document, cell), "-"});
        return row;
    }
    const Summary& found = *summary;
    row.push_back(milliseconds_text(found.step_seconds->value));
    row.push_back(times_text(*found.step_seconds));
    row.push_back(std::to_string(found.launches));
    row.push_back(fmt::format("{} / {} / {}", milliseconds_text(found.p90_seconds),
                              milliseconds_text(found.p99_seconds), milliseconds_text(found.max_seconds)));
    row.push_back(found.items_per_second ? count_text(*found.items_per_second) : "-");
    row.push_back(found.flops_per_second ? flops_text(*found.flops_per_second) : "-");
    row.push_back(found.flops_utilisation ? percent_text(*found.flops_utilisation) : "-");
    row.push_back(verdict_field(document, cell));
    row.push_back(visible_field(document, cell));
    return row;
}

std::string footnotes(const Document& document) {
    std::string notes =
        "<p class=\"hint\">A step time is the median over launches of one value a launch (the median step of "
        "its "
        "slowest rank), with a bootstrap interval. Utilisation is against the matrix-product peak measured "
        "on the same "
        "ranks. Smallest visible: the least effect that these launches would have shown with 80 % "
        "power.</p>\n";
    for (const Cell& cell : document.cells)
        if (cell.oversubscribed)
            return notes + "<p class=\"hint\">* oversubscribed: more threads than cores.</p>\n";
    return notes;
}

}  // namespace

std::string cells_section(const Document& document) {
    std::vector<std::vector<std::string>> rows;
    for (const Cell& cell : document.cells)
        if (cell.skip.empty()) rows.push_back(row_of(document, cell));
    if (rows.empty())
        return html_section("cells", "Cells", "<p class=\"notice\">No cell was measured.</p>\n");
    const std::string item = document.cells.front().item;
    const std::string confidence = fmt::format("{:.0f} % interval", 100 * document.confidence);
    return html_section("cells", "Cells",
                        html_table("Step time of each cell",
                                   {{"Policy"},
                                    {"Shape"},
                                    {"Work"},
                                    {"Step, ms", true},
                                    {confidence, true},
                                    {"n", true},
                                    {"p90 / p99 / max, ms", true},
                                    {item + "/s", true},
                                    {"Rate", true},
                                    {"Utilisation", true},
                                    {"Against local"},
                                    {"Smallest visible", true}},
                                   rows) +
                            footnotes(document));
}

}  // namespace accelbench::reports
