#include "reports/words/counters.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/analysis/metrics.h"
#include "reports/model/cells.h"
#include "reports/text/units.h"
#include "topology/base/whole.h"

namespace accelbench::reports {
namespace {

void add(std::vector<Grouped>& groups, const std::string& reason, const std::string& member) {
    auto group =
        std::find_if(groups.begin(), groups.end(), [&](const Grouped& one) { return one.reason == reason; });
    if (group == groups.end()) group = groups.insert(groups.end(), {reason, {}});
    group->members.push_back(member);
}

const DerivedMetric* metric_of(const Document& document, const std::string& cell, std::string_view name) {
    const Summary* summary = find_summary(document, cell);
    return summary == nullptr ? nullptr : find_metric(*summary, name);
}

bool some_cell_has(const Document& document, const MetricRow& row) {
    const auto& metrics = document.index.metrics;
    return std::any_of(metrics.begin(), metrics.end(),
                       [&](const std::string& name) { return name.rfind(row.name, 0) == 0; });
}

}  // namespace

std::string metric_text(double value, const std::string& unit) {
    if (unit == "1") return percent_text(value);
    return unit == "bytes/s" ? rate_text(value) : number_text(value);
}

std::string counter_text(double value, const std::string& unit) {
    if (unit == "seconds") return value == 0 ? "0 s" : time_text(value);
    if (unit == "joules") return number_text(value) + " J";
    if (unit == "bytes" && std::isfinite(value) && value >= 0)
        return bytes_text(topology::whole<std::uint64_t>(value));
    const bool whole = value == std::round(value) || std::abs(value) >= 100;
    return whole ? count_text(value) : number_text(value);
}

const MetricRow* shown_locality(const Document& document) {
    for (const char* name : {"local_dram_ratio", "mbm_local_ratio", "resident_local_ratio"})
        if (some_cell_has(document, metric_row(name))) return &metric_row(name);
    return nullptr;
}

std::string local_text(const Document& document, const std::string& cell) {
    const MetricRow* row = shown_locality(document);
    const DerivedMetric* metric = row == nullptr ? nullptr : metric_of(document, cell, row->name);
    return metric == nullptr || !metric->value ? "-" : metric_text(*metric->value, metric->unit);
}

std::string locality_note(const Document& document) {
    const MetricRow* row = shown_locality(document);
    if (row == nullptr) return "";
    return fmt::format("local: {}; {}", row->formula, row->caveat);
}

std::vector<Grouped> missing_counters(const Document& document) {
    std::vector<Grouped> groups;
    if (!document.counters) return groups;
    for (const CounterInfo& counter : document.counters->counters)
        if (!counter.reason.empty()) add(groups, counter.reason, counter.name);
    return groups;
}

std::vector<Grouped> missing_metrics(const Document& document) {
    std::vector<Grouped> groups;
    for (const MetricRow& row : metric_rows()) {
        if (some_cell_has(document, row)) continue;
        for (const Summary& summary : document.summaries) {
            const DerivedMetric* metric = find_metric(summary, row.name);
            if (metric == nullptr) continue;
            add(groups, metric->reason, std::string(row.title));
            break;
        }
    }
    return groups;
}

std::vector<CauseLine> cause_lines(const Document& document) {
    std::vector<CauseLine> lines;
    for (const Comparison& comparison : document.comparisons) {
        const Cell* cell = find_cell(document, comparison.cell);
        if (cell == nullptr || comparison.cause.empty()) continue;
        lines.push_back({fmt::format("{} {}", cell->policy, shape_text(*cell)), comparison.cause});
    }
    return lines;
}

}  // namespace accelbench::reports
