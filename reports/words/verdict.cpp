#include "reports/words/verdict.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/analysis/busy.h"
#include "reports/analysis/verdict.h"
#include "reports/statistics/power.h"
#include "reports/text/units.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

constexpr int most_launches_worth_naming = 400;
constexpr double wide_spread = 0.05;  // of pairs; quiet machines here stay below 1 %

/// "1.42x the step time (95 % interval 1.38 to 1.47, n = 12 pairs, 61.2 ms against 43.1 ms)"
std::string evidence(const Comparison& comparison, const VerdictContext& context) {
    const Estimate& ratio = *comparison.ratio;
    const std::string interval = std::isfinite(ratio.low)
                                     ? fmt::format("{:.0f} % interval {} to {}", 100 * context.confidence,
                                                   ratio_text(ratio.low), ratio_text(ratio.high))
                                     : "no interval";
    return fmt::format("{}x the step time ({}, n = {}, {} against {})", ratio_text(ratio.value), interval,
                       plural(ratio.n, "pair", "pairs"), time_text(comparison.cell_seconds.value_or(NAN)),
                       time_text(comparison.base_seconds.value_or(NAN)));
}

bool leaves_margin(const Estimate& ratio, double margin) {
    return ratio.low > 1 + margin || ratio.high < 1 / (1 + margin);
}

/// The fewest pairs with which the test would find this ratio with 80 % power; more than are worth naming: 0.
int pairs_to_find(double distance, const VerdictContext& context, int n) {
    const double level = strictest_level(context.confidence, context.comparisons);
    const auto found = [&](int pairs) {
        const auto shift = shift_found(pairs, level);
        return shift && *shift * context.spread <= distance;
    };
    int low = n, high = most_launches_worth_naming;
    if (n >= high || !found(high)) return 0;
    while (high - low > 1) {
        const int middle = (low + high) / 2;
        (found(middle) ? high : low) = middle;
    }
    return high;
}

/// The pairs whose interval, which narrows with their root, would fit into the margin; 0 likewise.
int pairs_to_fit(const Estimate& ratio, const VerdictContext& context) {
    const double edge = std::log1p(context.margin), centre = std::abs(std::log(ratio.value));
    const double half = std::log(ratio.high / ratio.low) / 2;
    if (!(edge > centre) || !std::isfinite(half)) return 0;
    const double pairs = std::ceil(ratio.n * std::pow(half / (edge - centre), 2));
    return pairs > most_launches_worth_naming ? 0 : std::max(static_cast<int>(pairs), ratio.n + 1);
}

std::string launches_that_settle(const Comparison& comparison, const VerdictContext& context) {
    const Estimate& ratio = *comparison.ratio;
    const int least = pairs_for_verdict(context.confidence, context.comparisons);
    if (ratio.n < least) return fmt::format("at least {} launches of each cell", least);
    const double distance = std::abs(std::log(ratio.value)) - std::log1p(context.margin);
    if (distance > 0) {
        const int pairs = pairs_to_find(distance, context, ratio.n);
        return pairs == 0 ? "" : fmt::format("about {} launches of each cell (80 % probability)", pairs);
    }
    const int pairs = pairs_to_fit(ratio, context);
    return pairs == 0 ? "" : fmt::format("about {} launches of each cell", pairs);
}

/// The interval of a busy machine may be anything: more launches there settle nothing.
std::string quiet_that_settles(const Comparison& comparison) {
    if (is_too_busy(comparison)) return "a quiet machine";
    if (comparison.spread.value_or(0) < wide_spread) return "";
    return fmt::format("a quieter machine: pairs spread by {}", percent_text(std::expm1(*comparison.spread)));
}

std::string why_inconclusive(const Comparison& comparison, const VerdictContext& context) {
    const Estimate& ratio = *comparison.ratio;
    const int least = pairs_for_verdict(context.confidence, context.comparisons);
    if (is_too_busy(comparison))
        return fmt::format("the machine was too busy in {} of {} pairs", comparison.busy_pairs, ratio.n);
    if (ratio.n < least_pairs || (ratio.n < least && leaves_margin(ratio, context.margin)))
        return fmt::format(
            "{} too few for a verdict, which needs {}{}",
            plural(ratio.n, "pair of launches is", "pairs of launches are"), least,
            least > least_pairs ? fmt::format(" among {} comparisons", context.comparisons) : "");
    if (leaves_margin(ratio, context.margin))
        return fmt::format("the interval leaves the {} margin, but not significantly among {} comparisons",
                           percent_text(context.margin), context.comparisons);
    return fmt::format(
        "the interval lies neither inside the {} margin nor outside it; the smallest visible effect was "
        "{}",
        percent_text(context.margin), visible_text(comparison));
}

}  // namespace

std::string visible_text(const Comparison& comparison) {
    if (std::isfinite(comparison.smallest_visible)) return percent_text(comparison.smallest_visible);
    return fmt::format("none with {}",
                       plural(comparison.ratio ? comparison.ratio->n : 0, "launch", "launches"));
}

std::string what_settles(const Comparison& comparison, const VerdictContext& context) {
    if (comparison.verdict != Verdict::inconclusive) return "";
    std::vector<std::string> ways;
    if (!is_too_busy(comparison)) ways.push_back(launches_that_settle(comparison, context));
    ways.push_back(quiet_that_settles(comparison));
    std::erase(ways, "");
    if (ways.empty())
        return fmt::format("no number of launches up to {}: the ratio is too close to the margin",
                           most_launches_worth_naming);
    return join(ways, ", or ");
}

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
    return fmt::format("{} against {} is inconclusive: {}; {}; what would settle it: {}", context.policy,
                       context.base_policy, numbers, why_inconclusive(comparison, context),
                       comparison.settled_by);
}

}  // namespace accelbench::reports
