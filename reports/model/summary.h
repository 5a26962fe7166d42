#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/model/counters.h"
#include "reports/model/estimate.h"

namespace accelbench::reports {

/// Numbers of one cell, over its ok launches. Recomputable from the trials.
struct Summary {
    std::string cell;
    int launches = 0;  // ok
    int failed = 0;
    int misplaced = 0;
    int unsteady = 0;
    /// Median over launches, between two of their order statistics.
    std::optional<Estimate> step_seconds;
    /// Of that interval, exact; nullopt: there is none.
    std::optional<double> interval_coverage;
    double min_seconds = 0, p90_seconds = 0, p99_seconds = 0, max_seconds = 0;  // over launches
    /// Total work over total time of all measured steps.
    std::optional<double> items_per_second;
    /// What the slowest rank of a step took longer than the mean of the ranks, of the slowest rank's time; both
    /// summed over all measured steps of all launches. nullopt for a rank alone.
    std::optional<double> waiting_share;
    std::optional<double> flops_per_second;   // all ranks, as total work over total time
    std::optional<double> flops_utilisation;  // against the measured matrix-product peak, 0..1
    std::string utilisation_unreliable;       // why it was left out; "" when it was not
    std::vector<double> phase_seconds;        // median over launches, in the cell's phase order
    std::vector<DerivedMetric> metrics;       // from the counters; empty without any
    std::string losses_differ;                // "" when bit-identical with the other policies; else where they part
};

enum class Verdict {
    slower,
    faster,
    same,
    inconclusive
};

/// A policy against local at the same machines, processes and threads: paired within blocks.
struct Comparison {
    std::string cell;
    std::string base_cell;
    Verdict verdict = Verdict::inconclusive;
    std::optional<Estimate> ratio;  // cell / base step time, centre of the paired ratios; above 1: slower
    double p_value = 1;             // against the margin, before Holm's correction
    double p_adjusted = 1;
    double smallest_visible = 0;  // smallest effect that could have been seen, as a ratio - 1 (MDE); not a
                                  // number: none, with so few pairs
    /// The step times that the ratio comes from: geometric means of the launches whose pairs lie at its centre.
    std::optional<double> cell_seconds;
    std::optional<double> base_seconds;
    std::optional<double> spread;  // standard deviation of the pairs' log ratios
    double power_spread = 0;       // the spread that the test's power depends on; not in documents
    int dropped_pairs = 0;
    int busy_pairs = 0;      // a launch of them ran while others wanted the cpus
    std::string settled_by;  // what would settle an inconclusive one; "" otherwise
    std::string why;         // one sentence in words
    std::string cause;       // what the counters say of a difference, or what is missing to tell; "" without one
};

/// What one host costs, of the cells of a rotation that differ in nothing but their hosts: step time with it
/// over step time without it, paired within blocks.
struct HostEffect {
    std::string host;
    std::string cell;  // the first that has it
    int choices_with = 0;
    int choices_without = 0;
    Verdict verdict = Verdict::inconclusive;
    std::optional<Estimate> ratio;      // above 1: the host is slow; nullopt: no block has all choices
    std::optional<double> least_ratio;  // of the choice with it that is slowed least
    std::string least_cell;
    /// Step times that the ratio comes from; not in documents.
    std::optional<double> with_seconds, without_seconds;
    double p_value = 1;  // against the margin, before Holm's correction
    double p_adjusted = 1;
    int dropped_blocks = 0;
    std::string why;  // one sentence in words
};

}  // namespace accelbench::reports
