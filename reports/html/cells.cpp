#include "reports/model/cells.h"

#include <fmt/format.h>

#include <cmath>

#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/text/units.h"
#include "reports/words/counters.h"
#include "reports/words/findings.h"
#include "reports/words/verdict.h"
#include "reports/words/verdict_glyph.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

std::string name_with_mark(const Cell& cell) {
    return fmt::format("<span class=\"mark {}\" aria-hidden=\"true\"></span>{}", policy_class(cell.policy),
                       escape(cell.policy));
}

std::string times_text(const Estimate& estimate) {
    if (!std::isfinite(estimate.low)) return "no interval";
    return fmt::format("{} to {}", milliseconds_text(estimate.low), milliseconds_text(estimate.high));
}

/// Each ratio beside the two times that it comes from.
std::string verdict_field(const Document& document, const Cell& cell) {
    const Comparison* comparison = find_comparison(document, cell.id);
    if (comparison == nullptr) return escape(against_local(document, cell));
    return fmt::format("{} <strong>{}x</strong> <span class=\"quiet\">({} / {} ms)</span>",
                       verdict_badge(comparison->verdict), ratio_text(comparison->ratio->value),
                       milliseconds_text(comparison->cell_seconds.value_or(NAN)),
                       milliseconds_text(comparison->base_seconds.value_or(NAN)));
}

std::string visible_field(const Document& document, const Cell& cell) {
    const Comparison* comparison = find_comparison(document, cell.id);
    return comparison == nullptr ? "-" : visible_text(*comparison);
}

std::vector<std::string> time_row(const Document& document, const Cell& cell) {
    std::vector<std::string> row{name_with_mark(cell), escape(shape_text(cell)),
                                 escape(work_text(document, cell))};
    const Summary* summary = find_summary(document, cell.id);
    const bool timed = summary != nullptr && summary->step_seconds;
    row.push_back(timed ? milliseconds_text(summary->step_seconds->value) : "-");
    row.push_back(timed ? times_text(*summary->step_seconds) : "-");
    row.push_back(timed ? std::to_string(summary->launches) : "0");
    row.push_back(timed ? local_text(document, cell.id) : "-");
    row.push_back(verdict_field(document, cell));
    row.push_back(visible_field(document, cell));
    return row;
}

std::vector<std::string> rate_row(const Document& document, const Cell& cell, const Summary& found) {
    return {name_with_mark(cell),
            escape(shape_text(cell)),
            escape(work_text(document, cell)),
            milliseconds_text(found.min_seconds),
            milliseconds_text(found.p90_seconds),
            milliseconds_text(found.p99_seconds),
            milliseconds_text(found.max_seconds),
            found.items_per_second ? count_text(*found.items_per_second) : "-",
            found.waiting_share ? percent_text(*found.waiting_share) : "-",
            found.flops_per_second ? flops_text(*found.flops_per_second) : "-",
            found.flops_utilisation ? percent_text(*found.flops_utilisation) : "-"};
}

std::vector<HtmlColumn> time_columns(const Document& document) {
    const std::string confidence = fmt::format("{:.0f} % interval", 100 * document.confidence);
    const MetricRow* locality = shown_locality(document);
    return {{"Policy"},
            {"Shape"},
            {"Work"},
            {"Step, ms", true},
            {confidence, true},
            {"n", true},
            {locality == nullptr ? "local" : std::string(locality->title), true},
            {"vs local (both times)"},
            {"Smallest visible", true}};
}

std::vector<HtmlColumn> rate_columns(const Document& document) {
    return {{"Policy"},
            {"Shape"},
            {"Work"},
            {"Min, ms", true},
            {"p90, ms", true},
            {"p99, ms", true},
            {"Max, ms", true},
            {document.cells.front().item + "/s", true},
            {"Waits", true},
            {"Rate", true},
            {"Utilisation", true}};
}

std::string footnotes(const Document& document) {
    std::string notes =
        "<p class=\"hint\">A step time is the median over launches of one value per launch (the median step of its "
        "slowest rank); its interval lies between two of these values and contains the median with at least the stated "
        "probability, exactly. The times beside a ratio are those of the paired launches "
        "that it comes from. Waits: over all measured steps, by how much the slowest rank of a step exceeds the mean "
        "of the ranks, of the slowest rank's time; ranks do not synchronise between steps, and waits inside a step are "
        "part of its time. Utilisation is relative to the matrix-product peak "
        "measured "
        "on the same "
        "ranks, in fp32 where the processor has no products in bf16. Smallest visible: the smallest effect that the "
        "test as done would have found in these launches with 80 % probability.</p>\n";
    for (const Grouped& group : unreliable_utilisations(document))
        notes += fmt::format("<p class=\"notice\">Utilisation left out for {}: {}.</p>\n",
                             escape(first_few(group.members)), escape(group.reason));
    if (const auto unsteady = unsteady_launches(document); !unsteady.empty())
        notes += fmt::format(
            "<p class=\"hint\">Launches that had not settled when measured (included in results): "
            "{}.</p>\n",
            escape(first_few(unsteady, 8)));
    for (const Cell& cell : document.cells)
        if (cell.oversubscribed)
            return notes + "<p class=\"hint\">* oversubscribed: more threads than cores.</p>\n";
    return notes;
}

}  // namespace

std::string cells_section(const Document& document) {
    std::vector<std::vector<std::string>> times, rates;
    for (const Cell& cell : document.cells) {
        if (!cell.skip.empty()) continue;
        times.push_back(time_row(document, cell));
        const Summary* summary = find_summary(document, cell.id);
        if (summary != nullptr && summary->step_seconds) rates.push_back(rate_row(document, cell, *summary));
    }
    if (times.empty())
        return html_section("cells", "Cells", "<p class=\"notice\">No cell was measured.</p>\n");
    std::string body = html_table("Step time of each cell", time_columns(document), times);
    if (!rates.empty()) body += html_table("Spread over launches, and rates", rate_columns(document), rates);
    return html_section("cells", "Cells", body + footnotes(document));
}

}  // namespace accelbench::reports
