#pragma once

#include <optional>
#include <span>

namespace accelbench::reports {

/// What the signed-rank test can find at all: of how many pairs, and how large an effect.

/// Fewer pairs than this never give a verdict (measuring law, rule 9).
inline constexpr int least_pairs = 10;

/// What Holm's strictest step leaves each of so many comparisons (at least one), two-sided.
double strictest_level(double confidence, int comparisons);

/// The fewest pairs of which the clearest outcome, all on one side, is significant among so many comparisons;
/// never below least_pairs.
int pairs_for_verdict(double confidence, int comparisons);

/// The shift, in standard deviations of normal differences, that the two-sided test at `level` finds with 80
/// % power; nullopt where no outcome of so many differences is significant. Up to 25 differences from the
/// exact critical value and 4,000 simulated samples of a fixed seed: the test rejects as soon as the shift
/// exceeds minus the c-th largest Walsh average, so that the 80th percentile of these is the answer (the
/// normal approximation promises 80 % and gives 58 to 72 % here). Above that from the exact mean and variance
/// of the statistic under the shift (Lehmann, Nonparametrics, 1975, section 4.2), within 2 % of the power
/// that simulation gives.
std::optional<double> shift_found(int differences, double level);

/// The spread of paired log ratios that goes with shift_found. The standard deviation, free of its bias at
/// small n (by the chi-square distribution's median, Wilson & Hilferty 1931), and widened where the tails are
/// heavy: by the fourth power of its ratio to Gini's mean difference (the statistic of D'Agostino's test of
/// normality, Biometrika 58, 1971; at most 1.25). The power and the 2 % on top are fitted by simulation: they
/// keep the promised power between 75 and 85 % with normal pairs and above 70 % with heavy tails
/// (power_test.cpp). 0 for fewer than two values.
double spread_for_power(std::span<const double> log_ratios);

/// The smallest effect (ratio - 1) that the test against the margin finds with 80 % power:
/// exp(log(1 + margin) + shift_found * spread) - 1 at Holm's strictest level; not a number where none could
/// be found.
double smallest_visible_effect(double spread, int pairs, double margin, double confidence, int comparisons);

}  // namespace accelbench::reports
