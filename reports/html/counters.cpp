#include "reports/html/counters.h"

#include <fmt/format.h>

#include <algorithm>

#include "reports/analysis/metrics.h"
#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/text/units.h"
#include "reports/words/counters.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

std::string stream_text(const std::optional<double>& reading) {
    return reading ? percent_text(*reading) : "-";
}

std::string calibrations_table(const Document& document) {
    std::vector<std::vector<std::string>> rows;
    for (const Calibration& calibration : document.counters->calibrations) {
        const bool measured = calibration.local_stream && calibration.remote_stream;
        const char* verdict = calibration.usable ? "usable"
                              : measured         ? "failed: unusable"
                                                 : "not done: unusable";
        rows.push_back({escape(calibration.metric), stream_text(calibration.local_stream),
                        stream_text(calibration.remote_stream), verdict,
                        calibration.reason.empty() ? "-" : escape(calibration.reason)});
    }
    if (rows.empty()) return "";
    return html_table(
        "Calibration: the remote share that each metric read of local and of remote memory; under 5 % and over 95 % is "
        "correct",
        {{"Metric"},
         {"Of local memory", true},
         {"Of remote memory", true},
         {"Calibration"},
         {"Why", false, true}},
        rows);
}

std::string list_of(const std::string& what, const std::vector<Grouped>& groups) {
    std::string items;
    for (const Grouped& group : groups)
        items += fmt::format("<li>{}: {}</li>\n", escape(join(group.members)), escape(group.reason));
    if (items.empty()) return "";
    const std::string list = fmt::format("<ul class=\"plain\">\n{}</ul>\n", items);
    if (groups.size() <= 4) return fmt::format("<h3>{}</h3>\n{}", what, list);
    return fmt::format("<details><summary>{}</summary>\n{}</details>\n", what, list);
}

std::string missing(const Document& document) {
    return list_of("Counters that are missing here, and why", missing_counters(document)) +
           list_of("Metrics that are missing here, and why", missing_metrics(document));
}

std::string roof_note(const Document& document) {
    if (document.counters->roof_reason.empty()) return "";
    return fmt::format("<p class=\"hint\">Nodes' roofs that are missing: {}.</p>\n",
                       escape(document.counters->roof_reason));
}

std::string processor_note(const Document& document) {
    return fmt::format(
        "<p>Events for the processor: {}. The verdicts above give causes.</p>\n",
        escape(document.counters->processor.empty() ? "unknown" : document.counters->processor));
}

bool counted(const Document& document) {
    return std::any_of(document.cells.begin(), document.cells.end(),
                       [&](const Cell& cell) { return has_counters(document, cell); });
}

}  // namespace

std::string counters_section(const Document& document) {
    if (!document.counters && !counted(document)) return "";
    std::string body = document.counters ? processor_note(document) : "";
    body += metrics_tables(document);
    if (document.counters) body += roof_note(document) + calibrations_table(document);
    body += missing(document) + counters_by_cell(document) + counters_glossary(document);
    return html_section("counters", "What the counters show", body);
}

}  // namespace accelbench::reports
