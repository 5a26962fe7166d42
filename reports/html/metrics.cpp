#include "reports/analysis/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "reports/html/counters.h"
#include "reports/html/parts.h"
#include "reports/model/cells.h"
#include "reports/text/units.h"
#include "reports/words/counters.h"
#include "reports/words/findings.h"

namespace accelbench::reports {
namespace {

using Rows = std::vector<std::vector<std::string>>;

/// Beyond so many rows a table is folded.
constexpr std::size_t readable = 24;

std::string folded(const std::string& what, std::size_t rows, const std::string& table) {
    if (rows <= readable) return table;
    return fmt::format("<details><summary>{} of all {} cells</summary>\n{}</details>\n", what, rows, table);
}

std::string name_of(const Cell& cell) { return escape(cell.policy + " " + shape_text(cell)); }

std::string step_text(const Summary& summary) {
    return summary.step_seconds ? milliseconds_text(summary.step_seconds->value) : "-";
}

std::string field(const DerivedMetric* metric) {
    return metric == nullptr || !metric->value ? "-" : metric_text(*metric->value, metric->unit);
}

bool has_own_column(const MetricRow& row) { return row.over == Over::steps || row.over == Over::own_node; }

/// "IPC", "Energy, J/token".
std::string column_title(const Document& document, const MetricRow& row) {
    std::string unit(row.unit);
    for (const Summary& summary : document.summaries)
        if (const DerivedMetric* metric = find_metric(summary, row.name)) unit = metric->unit;
    if (unit.rfind("J/", 0) != 0) return std::string(row.title);
    return fmt::format("{}, {}", row.title, unit);
}

/// Whether a row has a metric beside its cell and step time.
bool any_says_something(const Rows& rows) {
    return std::any_of(rows.begin(), rows.end(), [](const auto& row) {
        return std::any_of(row.begin() + 2, row.end(), [](const std::string& text) { return text != "-"; });
    });
}

std::string steps_table(const Document& document) {
    std::vector<HtmlColumn> columns{{"Cell"}, {"Step, ms", true}};
    for (const MetricRow& row : metric_rows())
        if (has_own_column(row)) columns.push_back({column_title(document, row), true});
    Rows rows;
    for (const Cell& cell : document.cells) {
        const Summary* summary = find_summary(document, cell.id);
        if (summary == nullptr || summary->metrics.empty()) continue;
        rows.push_back({name_of(cell), step_text(*summary)});
        for (const MetricRow& row : metric_rows())
            if (has_own_column(row)) rows.back().push_back(field(find_metric(*summary, row.name)));
    }
    if (!any_says_something(rows)) return "";
    return folded("Metrics", rows.size(),
                  html_table("Metrics of each cell's steps, medians over launches", columns, rows));
}

/// Numbers N of metrics named "<prefix>_node_N".
std::set<int> nodes_with(const Document& document, const std::string& prefix) {
    std::set<int> nodes;
    for (const Summary& summary : document.summaries)
        for (const DerivedMetric& metric : summary.metrics)
            if (metric.name.rfind(prefix + "_node_", 0) == 0)
                nodes.insert(std::stoi(metric.name.substr(prefix.size() + 6)));
    return nodes;
}

/// "4.21 GB/s (23 %)"
std::string traffic_text(const Summary& summary, const std::string& what, int node) {
    const DerivedMetric* rate = find_metric(summary, fmt::format("{}_bytes_per_second_node_{}", what, node));
    const DerivedMetric* share = find_metric(summary, fmt::format("{}_roof_share_node_{}", what, node));
    if (rate == nullptr || !rate->value) return "-";
    return field(rate) + (share != nullptr && share->value ? fmt::format(" ({})", field(share)) : "");
}

std::string node_title(const Document& document, int node) {
    const auto& roofs = document.counters->roof_bytes_per_second;
    const auto roof = roofs.find(node);
    return fmt::format("Node {} ({})", node,
                       roof == roofs.end() ? "no roof" : "roof " + rate_text(roof->second));
}

std::string traffic_table(const Document& document, const std::string& what, const std::string& caption) {
    const std::set<int> nodes = nodes_with(document, what + "_bytes_per_second");
    if (nodes.empty() || !document.counters) return "";
    std::vector<HtmlColumn> columns{{"Cell"}, {"Step, ms", true}};
    for (const int node : nodes) columns.push_back({node_title(document, node), true});
    Rows rows;
    for (const Cell& cell : document.cells) {
        const Summary* summary = find_summary(document, cell.id);
        if (summary == nullptr || summary->metrics.empty()) continue;
        rows.push_back({name_of(cell), step_text(*summary)});
        for (const int node : nodes) rows.back().push_back(traffic_text(*summary, what, node));
    }
    return folded("Traffic", rows.size(), html_table(caption, columns, rows));
}

}  // namespace

std::string metrics_tables(const Document& document) {
    return steps_table(document) +
           traffic_table(
               document, "memory",
               "Traffic over each node's memory channels, and its share of the node's roof: what its cpus together "
               "read at most") +
           traffic_table(
               document, "mbm",
               "Traffic of each node's cpus with any memory, and its share of what they read at most of their own "
               "memory");
}

}  // namespace accelbench::reports
