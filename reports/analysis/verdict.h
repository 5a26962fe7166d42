#pragma once

#include <string>
#include <vector>

#include "reports/analysis/pairing.h"
#include "reports/model/document.h"
#include "reports/statistics/power.h"

namespace accelbench::reports {

/// exp of the logarithms' Hodges-Lehmann estimate and of its signed-rank interval; of too few for one, its
/// ends are not a number. `log_ratios` must not be empty.
Estimate paired_ratio(const std::vector<double>& log_ratios, double confidence);

/// Twice the smaller one-sided signed-rank p of "ratio <= 1 + margin" and "ratio >= 1 / (1 + margin)", at
/// most
/// 1. Of log ratios.
double p_against_margin(const std::vector<double>& log_ratios, double margin);

/// slower, faster: p_adjusted < 1 - confidence. same: the interval lies within 1 / (1 + margin) .. 1 + margin
/// (two one-sided tests, Schuirmann 1987). Else, and with fewer than 10 pairs, inconclusive.
Verdict judge_ratio(const Estimate& ratio, double p_adjusted, double margin, double confidence);

/// Each cell against the `local` cell that did the same work. Cells whose losses differ, and cells whose
/// local is absent or skipped or has no ok launch, get none. On an emulated machine nothing is compared: an
/// emulated remote node is as near as the local one. Needs document.summaries.
///
/// Per cell: log ratios of the pairs; ratio = exp of their Hodges-Lehmann estimate with the interval of the
/// signed-rank test; p_value = p_against_margin; p_adjusted is Holm's over all comparisons of the document;
/// the verdict is judge_ratio's, and inconclusive where the machine was too busy (busy.h);
/// smallest_visible_effect of the pairs' spread.
std::vector<Comparison> compare_with_local(const Document& document);

}  // namespace accelbench::reports
