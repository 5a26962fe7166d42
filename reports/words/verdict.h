#pragma once

#include <string>

#include "reports/model/summary.h"

namespace accelbench::reports {

/// What a verdict's sentence tells besides the comparison itself.
struct VerdictContext {
    std::string policy;
    std::string base_policy;
    double spread = 0;  // spread_for_power of the pairs
    double margin = 0.02;
    double confidence = 0.95;
    int comparisons = 1;
};

/// One sentence with both absolute values: "remote is slower than local: 1.42x the step time (95 %
/// interval 1.38 to 1.47, n = 12 pairs, 61.2 ms against 43.1 ms)". `comparison` has its verdict, ratio, times,
/// p values and settled_by.
std::string why_in_words(const Comparison& comparison, const VerdictContext& context);

/// "4.2 %", or "none with 10 launches" where no outcome could have been significant.
std::string visible_text(const Comparison& comparison);

/// What would settle an inconclusive comparison, if ratio and spread stay what they were: "about 34 launches
/// of each cell (80 % probability), or a quieter machine: pairs spread by 31 %". "" for other verdicts.
std::string what_settles(const Comparison& comparison, const VerdictContext& context);

}  // namespace accelbench::reports
