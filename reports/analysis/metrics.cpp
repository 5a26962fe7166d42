#include "reports/analysis/metrics.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/analysis/calibration.h"
#include "reports/analysis/launch_counts.h"
#include "reports/model/cells.h"
#include "reports/statistics/stats.h"
#include "reports/text/units.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

std::vector<LaunchCount> counts_of(const Document& document, const Trial& trial, const MetricRow& row) {
    std::vector<LaunchCount> counts;
    for (const std::string_view name : row.needs) counts.push_back(launch_count(document, trial, name));
    return counts;
}

/// Reasons go on from the metric's name: "needs a and b: why"; of several reasons the first, with those
/// counters that share it.
std::string why_missing(const MetricRow& row, const std::vector<LaunchCount>& counts) {
    std::vector<std::string> names;
    std::string reason;
    for (std::size_t i = 0; i < counts.size(); ++i) {
        if (counts[i].total) continue;
        if (reason.empty()) reason = counts[i].reason;
        if (counts[i].reason == reason) names.emplace_back(row.needs[i]);
    }
    return names.empty() ? "" : fmt::format("needs {}: {}", join(names, " and "), reason);
}

std::string why_guessed(const MetricRow& row, const std::vector<LaunchCount>& counts) {
    for (std::size_t i = 0; i < counts.size(); ++i)
        if (counts[i].counted_share < least_counted_share)
            return fmt::format(
                "relies on {}, which was counted only {} of the time, under {}: name fewer counters (--counters)",
                row.needs[i], percent_text(counts[i].counted_share), percent_text(least_counted_share));
    return "";
}

bool is_per_node(const MetricRow& row) { return row.over == Over::nodes || row.over == Over::nodes_of_roof; }

/// Rows per node have one counter.
std::string why_no_node(const Document& document, const MetricRow& row, const LaunchCount& count) {
    if (row.over == Over::own_node && !count.own_node)
        return "needs a node of each rank's own: ranks may run on several, or nodes are not distinguished";
    if (!is_per_node(row)) return "";
    if (is_emulated(document)) return "means nothing on an emulated machine: its times are not real";
    if (count.by_node.empty())
        return fmt::format("needs counts by node, which {} doesn't give here", row.needs[0]);
    const bool has_roof = document.counters && !document.counters->roof_bytes_per_second.empty();
    if (row.over == Over::nodes || has_roof) return "";
    const std::string why = document.counters ? document.counters->roof_reason : "";
    return "needs the nodes' measured bandwidth: " + (why.empty() ? "no reason given" : why);
}

std::string why_none(const Document& document, const MetricRow& row, const std::vector<LaunchCount>& counts) {
    for (std::string reason : {why_missing(row, counts), why_guessed(row, counts),
                               row.claims_locality ? why_not_calibrated(document, row.name) : std::string(),
                               why_no_node(document, row, counts.front())})
        if (!reason.empty()) return reason;
    return "";
}

std::optional<double> finite(double value) {
    return std::isfinite(value) ? std::optional(value) : std::nullopt;
}

void compute_nodes(const Document& document, const Cell& cell, const MetricRow& row, const LaunchCount& count,
                   MetricInputs in, LaunchMetric& metric) {
    for (const auto& [node, amount] : count.by_node) {
        in.counts = {amount / cell.machines};
        if (row.over == Over::nodes_of_roof) {
            const auto roof = document.counters->roof_bytes_per_second.find(node);
            if (roof == document.counters->roof_bytes_per_second.end()) continue;
            in.roof_bytes_per_second = roof->second;
        }
        const auto value = finite(row.value(in));
        if (value) metric.by_node[node] = *value;
        if (value) metric.value = std::max(metric.value.value_or(0), *value);
    }
}

void compute_steps(const std::vector<LaunchCount>& counts, const MetricRow& row, MetricInputs in,
                   LaunchMetric& metric) {
    std::size_t phases = counts.front().by_phase.size();
    for (const LaunchCount& count : counts) {
        in.counts.push_back(*count.total);
        if (count.by_phase.size() != phases) phases = 0;
    }
    metric.value = finite(row.value(in));
    for (std::size_t phase = 0; phase < phases; ++phase) {
        for (std::size_t i = 0; i < counts.size(); ++i) in.counts[i] = counts[i].by_phase[phase];
        metric.by_phase.push_back(finite(row.value(in)));
    }
}

/// Over launches. All of a cell's launches have the same phases.
DerivedMetric median_of(const std::vector<LaunchMetric>& launches) {
    DerivedMetric metric;
    std::vector<double> values;
    std::vector<std::vector<double>> phases;
    for (const LaunchMetric& launch : launches) {
        if (!launch.value) continue;
        values.push_back(*launch.value);
        phases.resize(std::max(phases.size(), launch.by_phase.size()));
        for (std::size_t i = 0; i < launch.by_phase.size(); ++i)
            if (launch.by_phase[i]) phases[i].push_back(*launch.by_phase[i]);
    }
    if (values.empty()) {
        metric.reason = launches.front().reason;
        return metric;
    }
    metric.value = median(values);
    for (const auto& values_of_phase : phases) metric.by_phase.push_back(finite(median(values_of_phase)));
    return metric;
}

/// "J/token", of an item named "tokens".
std::string unit_for(const MetricRow& row, const Cell& cell) {
    std::string unit(row.unit);
    const auto at = unit.find("item");
    if (at == std::string::npos) return unit;
    std::string one = cell.item;
    if (one.size() > 1 && one.back() == 's') one.pop_back();
    return unit.replace(at, 4, one);
}

void add_metric(const Cell& cell, const MetricRow& row, const std::string& name,
                const std::vector<LaunchMetric>& launches, std::vector<DerivedMetric>& all) {
    all.push_back(median_of(launches));
    all.back().name = name;
    all.back().unit = unit_for(row, cell);
}

void add_nodes(const Cell& cell, const MetricRow& row, const std::vector<LaunchMetric>& launches,
               std::vector<DerivedMetric>& all) {
    std::map<int, std::vector<LaunchMetric>> by_node;
    for (const LaunchMetric& launch : launches)
        for (const auto& [node, value] : launch.by_node) by_node[node].push_back({value, {}, {}, ""});
    for (const auto& [node, values] : by_node)
        add_metric(cell, row, fmt::format("{}_node_{}", row.name, node), values, all);
    if (by_node.empty()) add_metric(cell, row, std::string(row.name), launches, all);
}

}  // namespace

LaunchMetric metric_of_launch(const Document& document, const Cell& cell, const Trial& trial,
                              const MetricRow& row) {
    const std::vector<LaunchCount> counts = counts_of(document, trial, row);
    LaunchMetric metric;
    metric.reason = why_none(document, row, counts);
    if (!metric.reason.empty()) return metric;
    MetricInputs in;
    in.items = cell.items_per_step * measured_steps(trial);
    in.seconds = measured_seconds(trial);
    if (row.over == Over::own_node) {
        in.counts = {*counts[0].own_node, *counts[0].total};
        metric.value = finite(row.value(in));
    } else if (is_per_node(row)) {
        compute_nodes(document, cell, row, counts[0], in, metric);
    } else {
        compute_steps(counts, row, in, metric);
    }
    if (!metric.value) metric.reason = fmt::format("has nothing to divide by: {}", row.formula);
    return metric;
}

bool has_counters(const Document& document, const Cell& cell) {
    const auto trials = ok_trials_of(document, cell.id);
    return std::any_of(trials.begin(), trials.end(), [](const Trial* trial) {
        return std::any_of(trial->ranks.begin(), trial->ranks.end(),
                           [](const RankFacts& rank) { return !rank.counters.empty(); });
    });
}

std::vector<DerivedMetric> metrics_of(const Document& document, const Cell& cell) {
    std::vector<DerivedMetric> all;
    if (!has_counters(document, cell)) return all;
    for (const MetricRow& row : metric_rows()) {
        std::vector<LaunchMetric> launches;
        for (const Trial* trial : ok_trials_of(document, cell.id))
            launches.push_back(metric_of_launch(document, cell, *trial, row));
        if (is_per_node(row))
            add_nodes(cell, row, launches, all);
        else
            add_metric(cell, row, std::string(row.name), launches, all);
    }
    return all;
}

const DerivedMetric* find_metric(const Summary& summary, std::string_view name) {
    for (const DerivedMetric& metric : summary.metrics)
        if (metric.name == name) return &metric;
    return nullptr;
}

}  // namespace accelbench::reports
