#include "harness/launch/session/stopping.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <string_view>

#include "harness/launch/session/attempts.h"

namespace accelbench::launch {
namespace {

bool narrow(const reports::Summary& summary) {
    if (!summary.step_seconds) return true;  // nothing measured: more launches won't narrow it
    const auto& step = *summary.step_seconds;
    return (step.high - step.low) / 2 <= plan::wanted_half_width * step.value;  // false without an interval
}

/// Comparisons that no outcome could have settled, for want of usable pairs.
bool lacks_pairs(const plan::Plan& plan, const reports::Document& document) {
    return std::any_of(document.comparisons.begin(), document.comparisons.end(),
                       [needed = plan.launches_for_verdict()](const reports::Comparison& comparison) {
                           return comparison.ratio && comparison.ratio->n < needed;
                       });
}

/// Whether another block may give pairs that are lacking.
bool can_make_up(const plan::Plan& plan, const reports::Document& document) {
    Attempts attempts(plan.least_launches());
    for (const auto& trial : document.trials) attempts.count(trial);
    reports::Document open;
    for (const auto& comparison : document.comparisons)
        if (!attempts.given_up(comparison.cell) && !attempts.given_up(comparison.base_cell))
            open.comparisons.push_back(comparison);
    return lacks_pairs(plan, open);
}

/// "" to go on, whatever can be said of what was measured.
std::string why_over(const plan::Plan& plan, const reports::Document& document, int blocks, double elapsed,
                     double block) {
    if (blocks >= plan.most_launches()) return "complete";
    const bool budget_given = plan.options.time_budget_seconds > 0;
    const double budget = budget_given ? plan.options.time_budget_seconds : plan::default_budget_seconds;
    const bool no_time = elapsed + block > budget;
    if (blocks < plan.least_launches()) return budget_given && no_time && blocks > 0 ? "time budget" : "";
    if (plan.options.launches > 0) return "complete";
    // Failed launches cost pairs; as many launches again make up for them, where nobody gave a budget.
    const bool may_go_on = blocks < 2 * plan.least_launches() && !(budget_given && no_time);
    if (may_go_on && can_make_up(plan, document)) return "";
    // Before the tenth launch an interval is narrow by chance; of one launch it has no width at all.
    const bool enough = blocks >= plan::minimum_launches;
    if (enough && std::all_of(document.summaries.begin(), document.summaries.end(), narrow))
        return "complete";
    if (!no_time) return "";
    return budget_given ? "time budget" : "complete";
}

}  // namespace

std::string why_stop(const plan::Plan& plan, const reports::Document& document, int blocks, double elapsed,
                     double block) {
    const auto ended = why_over(plan, document, blocks, elapsed, block);
    return !ended.empty() && lacks_pairs(plan, document) ? "too few launches for a verdict" : ended;
}

std::string with_failures(const std::string& ended, const reports::Document& document) {
    std::set<std::string_view> tried, worked;
    bool misplaced = false;
    for (const auto& trial : document.trials) {
        tried.insert(trial.cell);
        if (trial.status == reports::TrialStatus::ok) worked.insert(trial.cell);
        misplaced = misplaced || trial.status == reports::TrialStatus::misplaced;
    }
    if (ended.empty() || worked.size() == tried.size()) return ended;
    if (worked.empty()) return misplaced ? "no launch was usable" : "every launch failed";
    return fmt::format("{}, without a usable launch of {} of {} cells", ended, tried.size() - worked.size(),
                       tried.size());
}

}  // namespace accelbench::launch
