#include "reports/verdict_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/units.h"
#include "reports/verdict.h"

namespace accelbench::reports {
namespace {

/// "1.42x the step time (95 % interval 1.38 to 1.47, n = 12 pairs, 61.2 ms against 43.1 ms)"
std::string evidence(const Comparison& comparison, const VerdictContext& context) {
    const Estimate& ratio = *comparison.ratio;
    const std::string interval = ratio.n < 2
                                     ? "no interval"
                                     : fmt::format("{:.0f} % interval {} to {}", 100 * context.confidence,
                                                   ratio_text(ratio.low), ratio_text(ratio.high));
    return fmt::format("{}x the step time ({}, n = {} pair{}, {} against {})", ratio_text(ratio.value),
                       interval, ratio.n, ratio.n == 1 ? "" : "s", time_text(context.cell_seconds),
                       time_text(context.base_seconds));
}

/// The least number of pairs whose smallest possible p value, 2^(1-n), survives Holm's strictest step.
int pairs_needed(const VerdictContext& context) {
    int pairs = least_pairs;
    while (std::ldexp(1.0, 1 - pairs) * context.comparisons >= 1 - context.confidence) ++pairs;
    return pairs;
}

std::string why_inconclusive(const Comparison& comparison, const VerdictContext& context) {
    const Estimate& ratio = *comparison.ratio;
    if (ratio.n < least_pairs)
        return fmt::format("{} pair{} of launches {} too few for a verdict, which needs {}", ratio.n,
                           ratio.n == 1 ? "" : "s", ratio.n == 1 ? "is" : "are", least_pairs);
    if (ratio.low > 1 + context.margin || ratio.high < 1 / (1 + context.margin))
        return fmt::format(
            "the interval leaves the {} margin, but not beyond doubt among {} comparisons; {} pairs "
            "would allow it",
            percent_text(context.margin), context.comparisons, std::max(pairs_needed(context), ratio.n + 1));
    return fmt::format(
        "the interval lies neither inside the {} margin nor outside of it; the smallest visible "
        "effect was {}",
        percent_text(context.margin), percent_text(comparison.smallest_visible));
}

}  // namespace

std::string why_in_words(const Comparison& comparison, const VerdictContext& context) {
    const std::string numbers = evidence(comparison, context);
    switch (comparison.verdict) {
        case Verdict::slower:
            return fmt::format("{} is slower than {}: {}", context.policy, context.base_policy, numbers);
        case Verdict::faster:
            return fmt::format("{} is faster than {}: {}", context.policy, context.base_policy, numbers);
        case Verdict::same:
            return fmt::format("{} takes the same time as {} within {}: {}", context.policy,
                               context.base_policy, percent_text(context.margin), numbers);
        case Verdict::inconclusive:
            break;
    }
    return fmt::format("{} against {} is inconclusive: {}; {}", context.policy, context.base_policy, numbers,
                       why_inconclusive(comparison, context));
}

}  // namespace accelbench::reports
