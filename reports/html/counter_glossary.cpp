#include <fmt/format.h>

#include "reports/analysis/derived.h"
#include "reports/html/counters.h"
#include "reports/html/parts.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

std::string or_dash(std::string_view text) { return text.empty() ? "-" : escape(text); }

std::string metrics_glossary() {
    std::vector<std::vector<std::string>> rows;
    for (const MetricRow& row : metric_rows())
        rows.push_back({escape(row.title), escape(row.name), or_dash(row.unit == "1" ? "a share" : row.unit),
                        escape(row.formula), or_dash(row.caveat),
                        row.claims_locality ? "a calibration that passed" : "-"});
    return html_table("Metrics: total over total of all ranks of a launch, the median over launches",
                      {{"Metric"},
                       {"Name in result.json"},
                       {"Unit"},
                       {"Formula", false, true},
                       {"Notes", false, true},
                       {"Also needs"}},
                      rows);
}

std::string counters_table(const CounterCatalogue& catalogue) {
    std::vector<std::vector<std::string>> rows;
    for (const CounterInfo& counter : catalogue.counters)
        rows.push_back({escape(counter.name), or_dash(counter.unit == "1" ? "a number" : counter.unit),
                        or_dash(counter.source), or_dash(join(counter.events)), or_dash(counter.scope),
                        or_dash(counter.leaves_out), or_dash(counter.reference)});
    if (rows.empty()) return "";
    return html_table("Counters",
                      {{"Counter"},
                       {"Unit"},
                       {"Source"},
                       {"Events", false, true},
                       {"Scope"},
                       {"Notes", false, true},
                       {"Documented in", false, true}},
                      rows);
}

}  // namespace

std::string counters_glossary(const Document& document) {
    return "<details><summary>What metrics and counters mean, and what they leave out</summary>\n" +
           metrics_glossary() + (document.counters ? counters_table(*document.counters) : "") +
           "</details>\n";
}

}  // namespace accelbench::reports
