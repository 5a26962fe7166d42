#include "reports/words/slow_host.h"

#include <fmt/format.h>

#include <cmath>

#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/model/cells.h"
#include "reports/text/units.h"
#include "reports/words/findings.h"
#include "reports/words/verdict_glyph.h"

namespace accelbench::reports {
namespace {

std::string sentences(const Document& document) {
    std::string items;
    std::size_t count = 0;
    for (const HostFinding& finding : host_findings(document)) {
        ++count;
        items += fmt::format("<li>{} {}</li>\n", verdict_badge(finding.effect->verdict),
                             escape(finding.head + " " + finding.effect->why));
    }
    if (count == 0) return "<p>No host stands out.</p>\n";
    return html_list(count, fmt::format("All {} findings in words", count), items);
}

std::vector<std::string> row_of(const Document& document, const HostEffect& effect) {
    const Cell* cell = find_cell(document, effect.cell);
    const bool measured = effect.ratio.has_value();
    const bool spread = measured && std::isfinite(effect.ratio->low);
    return {escape(effect.host),
            escape(cell == nullptr ? effect.cell : cell->policy),
            escape(cell == nullptr ? "-" : shape_text(*cell)),
            fmt::format("{} / {}", effect.choices_with, effect.choices_without),
            measured ? ratio_text(effect.ratio->value) + "x" : "-",
            spread ? fmt::format("{} to {}", ratio_text(effect.ratio->low), ratio_text(effect.ratio->high))
                   : "no interval",
            measured ? std::to_string(effect.ratio->n) : "0",
            verdict_badge(effect.verdict)};
}

std::string table_of(const Document& document) {
    std::vector<std::vector<std::string>> rows;
    for (const HostEffect& effect : document.host_effects) rows.push_back(row_of(document, effect));
    const std::string table = html_table("Step time with a host over that without it",
                                         {{"Host"},
                                          {"Policy"},
                                          {"Shape"},
                                          {"Choices with / without", true},
                                          {"Ratio", true},
                                          {fmt::format("{:.0f} % interval", 100 * document.confidence), true},
                                          {"n", true},
                                          {"Verdict"}},
                                         rows);
    constexpr std::size_t readable = 24;
    if (rows.size() <= readable) return table;
    return fmt::format("<details><summary>All {} hosts and sizes</summary>\n{}</details>\n", rows.size(),
                       table);
}

}  // namespace

std::string slow_host_section(const Document& document) {
    if (document.host_effects.empty() || is_emulated(document)) return "";
    return html_section("slow-host", "Each host, with and without",
                        sentences(document) + table_of(document) +
                            "<p class=\"hint\">Within each block of launches: the geometric mean of the step "
                            "times of the choices of hosts that include this one, over that of the choices without it; "
                            "n counts "
                            "blocks. Beside a slow "
                            "host the others look faster than they are.</p>\n");
}

}  // namespace accelbench::reports
