#include "reports/analysis/summarise.h"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "reports/analysis/launch_counts.h"
#include "reports/analysis/losses.h"
#include "reports/analysis/metrics.h"
#include "reports/analysis/scaling.h"
#include "reports/analysis/slow_host.h"
#include "reports/analysis/verdict.h"
#include "reports/analysis/waiting.h"
#include "reports/model/cells.h"
#include "reports/statistics/stats.h"
#include "reports/text/units.h"

namespace accelbench::reports {
namespace {

void count_trials(const Document& document, const Cell& cell, Summary& summary) {
    for (const Trial* trial : trials_of(document, cell.id)) {
        if (trial->status == TrialStatus::misplaced) ++summary.misplaced;
        if (trial->status == TrialStatus::failed || trial->status == TrialStatus::timeout) ++summary.failed;
    }
}

void summarise_steps(const Document& document, const std::vector<const Trial*>& trials, Summary& summary) {
    std::vector<double> steps;
    for (const Trial* trial : trials) {
        steps.push_back(*trial->step_seconds);
        if (!trial->steady) ++summary.unsteady;
    }
    summary.launches = static_cast<int>(steps.size());
    if (steps.empty() || !summary.losses_differ.empty()) return;
    const MedianInterval interval = median_interval(steps, document.confidence);
    if (std::isfinite(interval.coverage)) summary.interval_coverage = interval.coverage;
    summary.step_seconds = Estimate{median(steps), interval.low, interval.high, summary.launches};
    summary.min_seconds = quantile(steps, 0);
    summary.p90_seconds = quantile(steps, 0.9);
    summary.p99_seconds = quantile(steps, 0.99);
    summary.max_seconds = quantile(steps, 1);
}

void summarise_phases(const Cell& cell, const std::vector<const Trial*>& trials, Summary& summary) {
    for (std::size_t phase = 0; phase < cell.phases.size(); ++phase) {
        std::vector<double> seconds;
        for (const Trial* trial : trials)
            if (phase < trial->phase_seconds.size()) seconds.push_back(trial->phase_seconds[phase]);
        summary.phase_seconds.push_back(median(seconds));
    }
}

/// Peak of all ranks together, median over launches; 0 when a rank has none, since a part of the ranks would
/// make the utilisation look better than it is.
double peak_of_all_ranks(const Cell& cell, const std::vector<const Trial*>& trials) {
    std::vector<double> peaks;
    for (const Trial* trial : trials) {
        double peak = 0;
        bool complete = static_cast<int>(trial->ranks.size()) == cell.processes;
        for (const RankFacts& rank : trial->ranks) {
            complete = complete && rank.peak_flops > 0;
            peak += rank.peak_flops;
        }
        if (complete) peaks.push_back(peak);
    }
    return peaks.empty() ? 0 : median(peaks);
}

/// Seconds of a step when all work is set over all time; steps that a document doesn't hold stand as the
/// launch's median.
double mean_step_seconds(const std::vector<const Trial*>& trials) {
    double seconds = 0, steps = 0;
    for (const Trial* trial : trials) {
        const double measured = measured_seconds(*trial);
        seconds += measured > 0 ? measured : *trial->step_seconds;
        steps += measured > 0 ? measured_steps(*trial) : 1;
    }
    return seconds / steps;
}

/// A launch measures its peak for itself: where something else ran meanwhile, the peak is too low, and the
/// utilisation may say that more than all was used.
void take_utilisation(double utilisation, Summary& summary) {
    if (utilisation <= 1)
        summary.flops_utilisation = utilisation;
    else
        summary.utilisation_unreliable = fmt::format(
            "{} of the measured peak: the peak was disturbed while it was measured", percent_text(utilisation));
}

/// Rates are total work over total time (Hoefler & Belli, SC 2015, rule 3), never a mean of rates, nor work
/// over the median step, which leaves slow steps out.
void summarise_rates(const Document& document, const Cell& cell, const std::vector<const Trial*>& trials,
                     Summary& summary) {
    if (!summary.step_seconds) return;
    const double step = mean_step_seconds(trials);
    if (cell.items_per_step > 0) summary.items_per_second = cell.items_per_step / step;
    summary.waiting_share = waiting_share(trials);
    const double flops =
        cell.processes * std::accumulate(cell.phases.begin(), cell.phases.end(), 0.0,
                                         [](double sum, const PhaseWork& work) { return sum + work.flops; });
    if (!(flops > 0)) return;
    summary.flops_per_second = flops / step;
    if (is_emulated(document)) return;  // a part of what no real processor does
    const double peak = peak_of_all_ranks(cell, trials);
    if (peak > 0) take_utilisation(flops / (step * peak), summary);
}

}  // namespace

void summarise_steps(Document& document) {
    document.summaries.clear();
    document.comparisons.clear();
    index_records(document);
    const LossCheck losses = check_losses(document);
    for (const Cell& cell : document.cells) {
        if (!cell.skip.empty()) continue;
        Summary summary;
        summary.cell = cell.id;
        const auto differs = losses.differ.find(cell.id);
        if (differs != losses.differ.end()) summary.losses_differ = differs->second;
        count_trials(document, cell, summary);
        summarise_steps(document, ok_trials_of(document, cell.id), summary);
        document.summaries.push_back(summary);
    }
    index_records(document);
}

void summarise(Document& document) {
    summarise_steps(document);
    for (Summary& summary : document.summaries) {
        const Cell& cell = *find_cell(document, summary.cell);
        const std::vector<const Trial*> trials = ok_trials_of(document, cell.id);
        summarise_phases(cell, trials, summary);
        summarise_rates(document, cell, trials, summary);
        summary.metrics = metrics_of(document, cell);
    }
    document.comparisons = compare_with_local(document);
    document.host_effects = measure_hosts(document);
    document.scaling = measure_scaling(document);
    index_records(document);
}

}  // namespace accelbench::reports
