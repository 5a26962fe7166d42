#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "reports/analysis/busy.h"
#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/model/cells.h"
#include "reports/model/names.h"
#include "reports/text/units.h"
#include "reports/words/findings.h"
#include "reports/words/verdict_glyph.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

std::vector<std::string> policies_of(const Document& document) {
    std::vector<std::string> policies;
    for (const Cell& cell : document.cells)
        if (std::find(policies.begin(), policies.end(), cell.policy) == policies.end())
            policies.push_back(cell.policy);
    return policies;
}

std::vector<const Comparison*> comparisons_of(const Document& document, const std::string& policy) {
    std::vector<const Comparison*> found;
    for (const Comparison& comparison : document.comparisons) {
        const Cell* cell = find_cell(document, comparison.cell);
        if (cell != nullptr && cell->policy == policy) found.push_back(&comparison);
    }
    return found;
}

std::string range_of_ratios(const std::vector<const Comparison*>& comparisons) {
    const auto by_ratio = [](const Comparison* a, const Comparison* b) {
        return a->ratio->value < b->ratio->value;
    };
    const auto [low, high] = std::minmax_element(comparisons.begin(), comparisons.end(), by_ratio);
    const std::string from = ratio_text((*low)->ratio->value), to = ratio_text((*high)->ratio->value);
    return from == to ? from + "x" : fmt::format("{}x to {}x", from, to);
}

/// One word when all shapes agree, else "mixed".
std::string overall(const std::vector<const Comparison*>& comparisons) {
    const Verdict first = comparisons.front()->verdict;
    const bool agree = std::all_of(comparisons.begin(), comparisons.end(), [&](const Comparison* comparison) {
        return comparison->verdict == first;
    });
    return agree ? std::string(to_string(first)) : "mixed";
}

/// "same in 14, inconclusive in 2"; "" when all shapes agree.
std::string tally(const std::vector<const Comparison*>& comparisons) {
    std::map<std::string_view, int> counts;
    for (const Comparison* comparison : comparisons) ++counts[to_string(comparison->verdict)];
    if (counts.size() == 1) return "";
    std::vector<std::string> parts;
    for (const auto& [word, count] : counts) parts.push_back(fmt::format("{} in {}", word, count));
    return fmt::format(" <span class=\"quiet\">({})</span>", join(parts));
}

/// No line break between a number and its unit.
std::string with_units_kept(std::string html) {
    for (const std::string unit : {" ms", " us", " s ", " %"})
        for (std::size_t at = html.find(unit); at != std::string::npos; at = html.find(unit, at + 1))
            if (at > 0 && html[at - 1] >= '0' && html[at - 1] <= '9') html.replace(at, 1, "&nbsp;");
    for (std::size_t at = html.find("n = "); at != std::string::npos; at = html.find("n = ", at + 1))
        html.replace(at, 4, "n&nbsp;=&nbsp;");
    return html;
}

/// What the counters say of it, as a sentence of its own.
std::string cause_of(const Comparison& comparison) {
    if (comparison.cause.empty()) return "";
    return "<span class=\"cause\">Why: " + with_units_kept(escape(comparison.cause)) + ".</span>";
}

/// The sentences; many of them go into a fold that opens without JavaScript.
std::string sentences(const Document& document, const std::vector<const Comparison*>& comparisons) {
    std::string items;
    for (const Comparison* comparison : comparisons) {
        const Cell* cell = find_cell(document, comparison->cell);
        items += fmt::format("<li>{} <span class=\"shape\">{}</span> {}{}</li>\n",
                             verdict_badge(comparison->verdict), escape(shape_text(*cell)),
                             with_units_kept(escape(comparison->why)), cause_of(*comparison));
    }
    return html_list(comparisons.size(), fmt::format("All {} comparisons in words", comparisons.size()),
                     items);
}

/// Why a policy has no comparison: its first cell's skip, or what befell its launches.
std::string no_comparison(const Document& document, const std::string& policy) {
    for (const Cell& cell : document.cells) {
        if (cell.policy != policy) continue;
        return cell.skip.empty() ? against_local(document, cell) : "not measured: " + cell.skip;
    }
    return "";
}

std::string card(const Document& document, const std::string& policy) {
    const std::vector<const Comparison*> comparisons = comparisons_of(document, policy);
    std::string headline =
        fmt::format("<p class=\"finding\">{}</p>\n", escape(no_comparison(document, policy)));
    if (!comparisons.empty())
        headline = fmt::format("<p class=\"finding\">{} <strong>{}</strong> the step time of local{}</p>\n{}",
                               verdict_badge(overall(comparisons)), range_of_ratios(comparisons),
                               tally(comparisons), sentences(document, comparisons));
    return fmt::format("<article class=\"card {}\"><h3>{}</h3>\n{}</article>\n", policy_class(policy),
                       escape(policy), headline);
}

/// The base is what its name says, unless a node has no memory of its own.
std::string what_base_is(const Document& document) {
    std::string html = "<p class=\"finding\">the base: each rank's pages on its own node</p>\n";
    for (const Grouped& note : placement_notes(document))
        if (note.reason.starts_with(base_policy))
            html += fmt::format("<p class=\"notice\">but {} ({})</p>\n", escape(note.reason),
                                escape(first_few(note.members)));
    return html;
}

std::string base_card(const Document& document) {
    std::string items;
    std::size_t count = 0;
    for (const Cell& cell : document.cells) {
        const Summary* summary = find_summary(document, cell.id);
        if (cell.policy != base_policy || summary == nullptr || !summary->step_seconds) continue;
        ++count;
        items +=
            fmt::format("<li><span class=\"shape\">{}</span> {} per step (n = {})</li>\n",
                        escape(shape_text(cell)), time_text(summary->step_seconds->value), summary->launches);
    }
    if (items.empty()) return "<p class=\"notice\">There is no local cell to compare with.</p>\n";
    return fmt::format(
        "<article class=\"card base {}\"><h3>local</h3>\n{}{}</article>\n", policy_class(base_policy),
        what_base_is(document), html_list(count, fmt::format("All {} base times", count), items));
}

std::string busy_notice(const Document& document) {
    const auto busy = busy_sentence(document);
    return busy.empty() ? "" : fmt::format("<p class=\"notice\">{}.</p>\n", escape(busy));
}

}  // namespace

std::string verdict_section(const Document& document) {
    if (document.cells.empty())
        return html_section("verdict", "Verdict",
                            "<p class=\"notice\">No cell was planned or measured.</p>\n");
    std::string cards;
    for (const std::string& policy : policies_of(document))
        if (policy != base_policy) cards += card(document, policy);
    return html_section(
        "verdict", "Each policy vs local",
        why_not_judged(document) + busy_notice(document) + "<div class=\"cards\">\n" + cards + base_card(document) +
            "</div>\n" +
            "<p class=\"hint\">The three numbers of a shape are machines x processes in all x threads "
            "of each process.</p>\n");
}

}  // namespace accelbench::reports
