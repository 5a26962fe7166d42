#include "reports/analysis/verdict.h"

#include <algorithm>
#include <cmath>

#include "reports/analysis/busy.h"
#include "reports/model/cells.h"
#include "reports/statistics/pair_centre.h"
#include "reports/statistics/signed_rank.h"
#include "reports/statistics/stats.h"

namespace accelbench::reports {
namespace {

std::vector<double> log_ratios(const Pairs& pairs) {
    std::vector<double> ratios;
    for (std::size_t i = 0; i < pairs.cell_seconds.size(); ++i)
        ratios.push_back(std::log(pairs.cell_seconds[i] / pairs.base_seconds[i]));
    return ratios;
}

std::vector<double> less(std::vector<double> values, double shift) {
    for (double& value : values) value -= shift;
    return values;
}

bool losses_differ(const Document& document, const Cell& cell) {
    const Summary* summary = find_summary(document, cell.id);
    return summary != nullptr && !summary->losses_differ.empty();
}

void take_times(const Pairs& pairs, Comparison& comparison) {
    const CentreTimes times = times_at_centre(pairs.cell_seconds, pairs.base_seconds);
    comparison.cell_seconds = times.cell;
    comparison.base_seconds = times.base;
}

std::vector<Comparison> measure(const Document& document) {
    std::vector<Comparison> all;
    for (const Cell& cell : document.cells) {
        const Cell* base = base_of(document, cell);
        if (!cell.skip.empty() || base == nullptr) continue;
        if (losses_differ(document, cell) || losses_differ(document, *base)) continue;
        Comparison comparison;
        const Pairs pairs = pair_by_block(document, cell, *base);
        comparison.cell = cell.id;
        comparison.base_cell = base->id;
        comparison.dropped_pairs = pairs.dropped;
        const std::vector<double> logs = log_ratios(pairs);
        if (logs.empty()) continue;
        take_times(pairs, comparison);
        comparison.power_spread = spread_for_power(logs);
        comparison.spread = standard_deviation(logs);
        comparison.ratio = paired_ratio(logs, document.confidence);
        comparison.p_value = p_against_margin(logs, document.margin);
        all.push_back(std::move(comparison));
    }
    return all;
}

void conclude(const Document& document, int comparisons, double most_load, Comparison& comparison) {
    comparison.smallest_visible = smallest_visible_effect(comparison.power_spread, comparison.ratio->n, document.margin,
                                                          document.confidence, comparisons);
    comparison.busy_pairs = count_busy_pairs(document, comparison, most_load);
    comparison.verdict =
        is_too_busy(comparison)
            ? Verdict::inconclusive
            : judge_ratio(*comparison.ratio, comparison.p_adjusted, document.margin, document.confidence);
}

}  // namespace

Estimate paired_ratio(const std::vector<double>& log_ratios, double confidence) {
    const Interval interval = hodges_lehmann_interval(log_ratios, confidence);
    return {std::exp(hodges_lehmann(log_ratios)), std::exp(interval.low), std::exp(interval.high),
            static_cast<int>(log_ratios.size())};
}

double p_against_margin(const std::vector<double>& logs, double margin) {
    const double slower = signed_rank_test(less(logs, std::log1p(margin))).p_greater;
    const double faster = signed_rank_test(less(logs, -std::log1p(margin))).p_less;
    return std::min(1.0, 2 * std::min(slower, faster));
}

Verdict judge_ratio(const Estimate& ratio, double p_adjusted, double margin, double confidence) {
    if (ratio.n < least_pairs) return Verdict::inconclusive;
    if (p_adjusted < 1 - confidence) return ratio.value > 1 ? Verdict::slower : Verdict::faster;
    if (ratio.low >= 1 / (1 + margin) && ratio.high <= 1 + margin) return Verdict::same;
    return Verdict::inconclusive;
}

std::vector<Comparison> compare_with_local(const Document& document) {
    if (is_emulated(document)) return {};
    std::vector<Comparison> all = measure(document);
    std::vector<double> p_values;
    for (const Comparison& comparison : all) p_values.push_back(comparison.p_value);
    const std::vector<double> adjusted = holm(p_values);
    const double most_load = busy_load(document);
    for (std::size_t i = 0; i < all.size(); ++i) {
        all[i].p_adjusted = adjusted[i];
        conclude(document, static_cast<int>(all.size()), most_load, all[i]);
    }
    return all;
}

}  // namespace accelbench::reports
