#pragma once

#include <optional>
#include <span>

#include "reports/statistics/stats.h"

namespace accelbench::reports {

inline constexpr int signed_rank_exact_up_to = 25;

/// Wilcoxon's signed-rank test of paired differences (Biometrics Bulletin 1, 1945). Differences of exactly
/// zero are left out and equal ones share their mid-rank. Up to 25 differences the distribution is exact,
/// ties included (each sign pattern equally likely); above that normal with tie correction (Hollander & Wolfe
/// 1999, section 3.1).
struct SignedRank {
    int n = 0;             // differences that are not zero
    double rank_sum = 0;   // of the positive ones
    double p_greater = 1;  // P(rank sum at least this large) when the differences are symmetric about zero
    double p_less = 1;
};
SignedRank signed_rank_test(std::span<const double> differences);

/// The least rank sum of so many differences, without ties, whose doubled one-sided p is below `level`;
/// nullopt: even all on one side are not significant.
std::optional<int> least_significant_sum(int differences, double level);

/// The median of all pairwise (Walsh) averages (Hodges & Lehmann, Annals of Mathematical Statistics 34,
/// 1963).
double hodges_lehmann(std::span<const double> values);

/// Interval of the centre that the signed-rank test does not reject (Hollander & Wolfe 1999, section 3.3).
/// Its coverage is at least the confidence, and exact up to 25 values. With too few values (fewer than 6 at
/// 95 %) there is none: both ends are not a number.
Interval hodges_lehmann_interval(std::span<const double> values, double confidence);

}  // namespace accelbench::reports
