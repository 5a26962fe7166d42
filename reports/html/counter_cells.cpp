#include <fmt/format.h>

#include <algorithm>

#include "reports/analysis/cell_counts.h"
#include "reports/analysis/metrics.h"
#include "reports/html/counters.h"
#include "reports/html/parts.h"
#include "reports/model/cells.h"
#include "reports/text/units.h"
#include "reports/words/counters.h"
#include "reports/words/findings.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

using Row = std::vector<std::string>;

std::string or_dash(const std::string& text) { return text.empty() ? "-" : escape(text); }

void add_phases(const std::vector<std::optional<double>>& values, std::size_t phases, Row& row,
                const auto& in_words) {
    for (std::size_t i = 0; i < phases; ++i)
        row.push_back(i < values.size() && values[i] ? in_words(*values[i]) : "-");
}

std::string nodes_text(const CellCount& count) {
    std::vector<std::string> parts;
    for (const auto& [node, amount] : count.by_node)
        parts.push_back(fmt::format("node {}: {}", node, counter_text(amount, count.unit)));
    return or_dash(join(parts));
}

Row counter_row(const CellCount& count, std::size_t phases) {
    const auto in_words = [&](double value) { return counter_text(value, count.unit); };
    Row row{escape(count.name), in_words(*count.value)};
    add_phases(count.by_phase, phases, row, in_words);
    row.insert(row.end(), {or_dash(count.unit == "1" ? "" : count.unit), count.per,
                           count.counted_share < 1 ? percent_text(count.counted_share) : "-",
                           or_dash(count.scope), or_dash(count.source), nodes_text(count)});
    return row;
}

std::vector<HtmlColumn> with_phases(const Cell& cell, const std::string& head, std::vector<HtmlColumn> tail) {
    std::vector<HtmlColumn> columns{{head}, {"Step", true}};
    for (const PhaseWork& work : cell.phases) columns.push_back({work.phase, true});
    columns.insert(columns.end(), tail.begin(), tail.end());
    return columns;
}

std::string counters_table(const Document& document, const Cell& cell, const std::string& name) {
    std::vector<Row> rows;
    for (const CellCount& count : counts_of_cell(document, cell))
        if (count.value) rows.push_back(counter_row(count, cell.phases.size()));
    if (rows.empty()) return "";
    return html_table(
        "Counters of a step, " + name + ": medians over launches",
        with_phases(cell, "Counter",
                    {{"Unit"}, {"Of each"}, {"Counted", true}, {"Scope"}, {"Source"}, {"By node"}}),
        rows);
}

std::string metrics_table(const Document& document, const Cell& cell, const std::string& name) {
    std::vector<Row> rows;
    const Summary* summary = find_summary(document, cell.id);
    if (summary == nullptr) return "";
    for (const DerivedMetric& metric : summary->metrics) {
        if (!metric.value || metric.by_phase.empty()) continue;
        const auto in_words = [&](double value) { return metric_text(value, metric.unit); };
        rows.push_back({escape(metric.name), in_words(*metric.value)});
        add_phases(metric.by_phase, cell.phases.size(), rows.back(), in_words);
        rows.back().push_back(metric.unit == "1" ? "-" : escape(metric.unit));
    }
    if (rows.empty()) return "";
    return html_table("Metrics by phase, " + name, with_phases(cell, "Metric", {{"Unit"}}), rows);
}

/// Reading each border of each step may be too dear: then the phases of some steps stand for the others.
std::string read_seldom(const Document& document, const Cell& cell) {
    int every = 1;
    for (const Trial* trial : ok_trials_of(document, cell.id))
        for (const RankFacts& rank : trial->ranks) every = std::max(every, rank.phases_read_every);
    if (every == 1) return "";
    return fmt::format(
        "<p class=\"hint\">To keep reading cheap, phases were counted separately in one step of {} (at least), which "
        "stands for the others; whole steps were all counted.</p>\n",
        every);
}

std::string details_of(const Document& document, const Cell& cell) {
    const std::string name = cell.policy + " " + shape_text(cell);
    const std::string tables = metrics_table(document, cell, name) + counters_table(document, cell, name);
    if (tables.empty()) return "";
    return fmt::format("<details><summary>{}</summary>\n{}{}</details>\n", escape(name),
                       read_seldom(document, cell), tables);
}

}  // namespace

std::string counters_by_cell(const Document& document) {
    std::string html;
    for (const Cell& cell : document.cells)
        if (has_counters(document, cell)) html += details_of(document, cell);
    if (html.empty()) return "";
    return "<h3>Counters by phase</h3>\n<p class=\"hint\">Of one step of each rank, or of each machine where "
           "a counter "
           "counts whole sockets or machines. Counted: the share of the time that a counter was on, where several take "
           "turns; its value is scaled up accordingly. resident_bytes is a level after the last step.</p>\n" +
           html;
}

}  // namespace accelbench::reports
