#pragma once

#include <string>

#include "reports/model.h"

namespace accelbench::reports {

/// What a verdict's sentence tells besides the comparison itself.
struct VerdictContext {
    std::string policy;
    std::string base_policy;
    double cell_seconds = 0;  // medians over the paired launches
    double base_seconds = 0;
    double margin = 0.02;
    double confidence = 0.95;
    int comparisons = 1;
};

/// One sentence with both absolute values: "remote is slower than local: 1.42x the step time (95 %
/// interval 1.38 to 1.47, n = 12 pairs, 61.2 ms against 43.1 ms)". `comparison` has its verdict, ratio and p
/// values.
std::string why_in_words(const Comparison& comparison, const VerdictContext& context);

}  // namespace accelbench::reports
