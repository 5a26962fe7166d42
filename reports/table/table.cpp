#include "reports/table/table.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/analysis/busy.h"
#include "reports/model/cells.h"
#include "reports/model/names.h"
#include "reports/table/audit.h"
#include "reports/table/counters.h"
#include "reports/table/hosts.h"
#include "reports/table/links.h"
#include "reports/table/pages.h"
#include "reports/table/scaling.h"
#include "reports/table/slow_host.h"
#include "reports/text/columns.h"
#include "reports/text/units.h"
#include "reports/words/counters.h"
#include "reports/words/findings.h"
#include "reports/words/moves.h"
#include "reports/words/other_memory.h"
#include "topology/base/list_text.h"
#include "topology/base/visible_text.h"

namespace accelbench::reports {
namespace {

const std::vector<Column> columns{
    {"policy", Align::left},
    {"work", Align::left},
    {"M x P x T", Align::left},
    {"step ms", Align::right},
    {"95 % interval", Align::right},
    {"n", Align::right},
    {"local", Align::right},
    {"tokens/s", Align::right},
    {"waits", Align::right},
    {"MFU", Align::right},
    {"vs local", Align::left},
};

std::string interval_text(const Estimate& estimate) {
    if (!std::isfinite(estimate.low)) return "-";
    return fmt::format("{} - {}", milliseconds_text(estimate.low), milliseconds_text(estimate.high));
}

Row row_of(const Document& document, const Cell& cell) {
    const Summary* summary = find_summary(document, cell.id);
    Row row{cell.policy, work_text(document, cell), shape_text(cell)};
    if (summary == nullptr || !summary->step_seconds) {
        row.insert(row.end(), {"-", "-", "0", "-", "-", "-", "-", against_local(document, cell)});
        return row;
    }
    const auto percent = [](const std::optional<double>& part) { return part ? percent_text(*part) : "-"; };
    row.push_back(milliseconds_text(summary->step_seconds->value));
    row.push_back(interval_text(*summary->step_seconds));
    row.push_back(std::to_string(summary->launches));
    row.push_back(local_text(document, cell.id));
    row.push_back(summary->items_per_second ? count_text(*summary->items_per_second) : "-");
    row.push_back(percent(summary->waiting_share));
    row.push_back(percent(summary->flops_utilisation));
    row.push_back(against_local(document, cell));
    return row;
}

std::vector<Column> columns_for(const Document& document) {
    std::vector<Column> named = columns;
    named[4].title = fmt::format("{:.0f} % interval", 100 * document.confidence);
    named[7].title = (document.cells.empty() ? "items" : document.cells.front().item) + "/s";
    return named;
}

std::string cells_text(const Document& document) {
    std::vector<Row> rows;
    std::vector<std::string> kinds;
    bool oversubscribed = false, waits = false;
    for (const Cell& cell : document.cells) {
        if (!cell.skip.empty()) continue;
        rows.push_back(row_of(document, cell));
        oversubscribed = oversubscribed || cell.oversubscribed;
        const Summary* summary = find_summary(document, cell.id);
        waits = waits || (summary != nullptr && summary->waiting_share);
        const auto pages = chosen_pages(cell);
        if (!pages.empty() && std::find(kinds.begin(), kinds.end(), pages) == kinds.end())
            kinds.push_back(pages);
    }
    if (rows.empty()) return "no cell was measured\n";
    std::string text = lay_out_columns(columns_for(document), rows);
    text += "M x P x T: machines x processes in all x threads of each\n";
    if (const auto interval = interval_sentence(document); !interval.empty()) text += interval + "\n";
    if (waits)
        text +=
            "waits: by how much the slowest rank of each step exceeds the mean of the ranks, of its time\n";
    if (!kinds.empty()) text += join(kinds) + ": pages, see below\n";
    const auto unsteady = unsteady_launches(document);
    if (!unsteady.empty())
        text += fmt::format("launches that had not settled when measured (included in results): {}\n",
                            first_few(unsteady));
    if (oversubscribed) text += "* oversubscribed: more threads than cores\n";
    return text;
}

/// "  reason" and below it who shares it, at most four by name: a sweep that fails throughout stays readable.
std::string groups_section(const std::string& title, const std::vector<Grouped>& groups) {
    std::string text;
    for (const Grouped& group : groups)
        text += fmt::format("  {}\n    {}\n", visible_line(group.reason),
                            visible_line(first_few(group.members)));
    return text.empty() ? "" : fmt::format("\n{}:\n{}", title, text);
}

std::string paragraph(const std::string& sentence) { return sentence.empty() ? "" : "\n" + sentence + "\n"; }

/// Many comparisons have many answers: the page holds them all.
std::string settle_text(const Document& document) {
    constexpr std::size_t readable = 6;
    std::vector<Grouped> groups = open_comparisons(document);
    const std::size_t more = groups.size() > readable ? groups.size() - readable : 0;
    groups.resize(groups.size() - more);
    const std::string text =
        groups_section("what would settle inconclusive comparisons, if ratio and spread stay the same", groups);
    return more == 0 ? text : text + fmt::format("  and {} more, each in report.html\n", more);
}

}  // namespace

std::string render_table(const Document& document) {
    std::string text = visible_line(emulation_sentence(document));
    if (!text.empty()) text += "\n\n";
    if (const auto busy = busy_sentence(document); !busy.empty()) text += busy + "\n\n";
    text += cells_text(document) + settle_text(document) +
            groups_section("where memory was", placement_notes(document)) +
            groups_section("MFU left out as unreliable", unreliable_utilisations(document)) +
            pages_text(document) + other_memory_table(document) + moves_table(document) +
            counters_text(document) + scaling_text(document) +
            slow_host_text(document) + links_text(document) + hosts_text(document) +
            groups_section("skipped", skips_by_reason(document)) + paragraph(one_node_sentence(document)) +
            groups_section("launches excluded from results", lost_trials(document));
    text += audit_text(document);
    text += "\n" + losses_sentence(document) + "\n";
    for (const std::string& line : diverging_cells(document)) text += "  " + visible_line(line) + "\n";
    return text + visible_line(ended_sentence(document)) + "\n";
}

}  // namespace accelbench::reports
