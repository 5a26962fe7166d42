#include "harness/launch/session/stopping.h"

#include <gtest/gtest.h>

#include <string>

namespace accelbench::launch {
namespace {

plan::Plan plan_with(int launches, double budget) {
    plan::Plan plan;
    plan.options.launches = launches;
    plan.options.time_budget_seconds = budget;
    return plan;
}

/// A document with one cell whose interval has the given half width, relative.
reports::Document document(double half_width) {
    reports::Document document;
    reports::Summary summary;
    summary.step_seconds = reports::Estimate{1, 1 - half_width, 1 + half_width, 10};
    document.summaries = {summary};
    return document;
}

TEST(Stopping, TenLaunchesAreTheLeastHoweverNarrowAndHoweverLate) {
    EXPECT_EQ(why_stop(plan_with(0, 0), document(0), 9, 1000, 100), "");
    EXPECT_EQ(why_stop(plan_with(0, 0), document(0), 10, 10, 1), "complete");
}

TEST(Stopping, WideIntervalsGoOnWhileThereIsTime) {
    EXPECT_EQ(why_stop(plan_with(0, 0), document(0.05), 10, 60, 5), "");
    EXPECT_EQ(why_stop(plan_with(0, 0), document(0.05), 12, 118, 5), "complete");
    EXPECT_EQ(why_stop(plan_with(0, 0), document(0.05), 40, 60, 1), "complete");
}

// Steps of a millisecond have narrow intervals in seconds, whatever they are of the step.
TEST(Stopping, AnIntervalIsAsWideAsItIsForItsStep) {
    auto found = document(0);
    const auto ends_with = [&](double step, double low, double high) {
        found.summaries[0].step_seconds = reports::Estimate{step, low, high, 10};
        return why_stop(plan_with(0, 0), found, 10, 10, 1);
    };
    EXPECT_EQ(ends_with(0.001, 0.0005, 0.0015), "");
    EXPECT_EQ(ends_with(100, 99.5, 100.5), "complete");
    EXPECT_EQ(ends_with(1, 0, 2 * plan::wanted_half_width), "complete") << "as narrow as wanted";
}

TEST(Stopping, AGivenBudgetEndsTheSessionBeforeItIsOverrun) {
    EXPECT_EQ(why_stop(plan_with(0, 30), document(0.05), 2, 25, 10), "time budget");
    EXPECT_EQ(why_stop(plan_with(20, 30), document(0.05), 2, 25, 10), "time budget");
    EXPECT_EQ(why_stop(plan_with(20, 30), document(0.05), 2, 5, 10), "");
}

// One launch has an interval of no width: a budget of an hour would otherwise end after the first block.
TEST(Stopping, FewerThanTenLaunchesAreNeverNarrowEnough) {
    EXPECT_EQ(why_stop(plan_with(0, 3600), document(0), 1, 5, 5), "");
    EXPECT_EQ(why_stop(plan_with(0, 3600), document(0), 10, 50, 5), "complete");
}

TEST(Stopping, AGivenNumberOfLaunchesIsRunWholeAndNoMore) {
    EXPECT_EQ(why_stop(plan_with(15, 0), document(0), 14, 500, 30), "");
    EXPECT_EQ(why_stop(plan_with(15, 0), document(0.5), 15, 500, 30), "complete");
}

/// A document whose cells had one launch each, with these ends.
reports::Document launches(const std::vector<reports::TrialStatus>& ends) {
    reports::Document document;
    for (const auto end : ends) {
        reports::Trial trial;
        trial.cell = std::to_string(document.trials.size());
        trial.status = end;
        document.trials.push_back(trial);
    }
    return document;
}

TEST(Stopping, ASessionWhoseLaunchesAllFailedIsNotComplete) {
    using enum reports::TrialStatus;
    EXPECT_EQ(with_failures("complete", launches({failed, timeout})), "every launch failed");
    EXPECT_EQ(with_failures("time budget", launches({failed})), "every launch failed");
    EXPECT_EQ(with_failures("complete", launches({failed, misplaced})), "no launch was usable");
    EXPECT_EQ(with_failures("complete", launches({ok, misplaced, failed})),
              "complete, without a usable launch of 2 of 3 cells");
}

TEST(Stopping, AnEndWithoutSuchCellsStandsAsItIs) {
    using enum reports::TrialStatus;
    EXPECT_EQ(with_failures("", launches({failed})), "");  // goes on
    auto document = launches({ok, failed});
    document.trials[1].cell = document.trials[0].cell;
    EXPECT_EQ(with_failures("complete", document), "complete");
}

/// Two cells of one work, of which one is local.
plan::Plan plan_to_compare(int launches, double budget) {
    plan::Plan plan = plan_with(launches, budget);
    plan.cells.resize(2);
    plan.cells[0].id = plan.cells[0].policy = "local";
    plan.cells[1].id = plan.cells[1].policy = "baseline";
    return plan;
}

reports::Document compared(int pairs, double half_width = 0) {
    reports::Document found = document(half_width);
    found.comparisons.emplace_back();
    found.comparisons[0].cell = "baseline";
    found.comparisons[0].base_cell = "local";
    found.comparisons[0].ratio = reports::Estimate{1, 1, 1, pairs};
    return found;
}

// "complete" of six launches looked like a result, and no outcome of it could have been one.
TEST(Stopping, WithoutAPossibleVerdictTheSessionIsNotComplete) {
    EXPECT_EQ(why_stop(plan_to_compare(6, 0), compared(6), 6, 50, 5), "too few launches for a verdict");
    EXPECT_EQ(why_stop(plan_to_compare(0, 30), compared(4), 4, 29, 5), "too few launches for a verdict");
    EXPECT_EQ(why_stop(plan_to_compare(10, 0), compared(10), 10, 50, 5), "complete");
    EXPECT_EQ(why_stop(plan_with(6, 0), document(0), 6, 50, 5), "complete") << "nothing was to be compared";
}

// Ten blocks of which one launch failed are nine pairs.
TEST(Stopping, LaunchesAreCountedInUsablePairs) {
    EXPECT_EQ(why_stop(plan_to_compare(0, 0), compared(9), 10, 50, 5), "");
    EXPECT_EQ(why_stop(plan_to_compare(0, 0), compared(9), 10, 500, 5), "") << "no budget was given";
    EXPECT_EQ(why_stop(plan_to_compare(0, 0), compared(10), 11, 50, 5), "complete");
    EXPECT_EQ(why_stop(plan_to_compare(0, 0), compared(9), 20, 50, 5), "too few launches for a verdict");
    EXPECT_EQ(why_stop(plan_to_compare(0, 60), compared(9), 11, 58, 5), "too few launches for a verdict");
}

TEST(Stopping, NobodyWaitsForACellThatIsGivenUp) {
    auto found = compared(2);
    reports::Trial misplaced;
    misplaced.cell = "baseline";
    misplaced.status = reports::TrialStatus::misplaced;
    found.trials.assign(3, misplaced);
    EXPECT_EQ(why_stop(plan_to_compare(0, 0), found, 10, 50, 5), "too few launches for a verdict");
}

TEST(Stopping, ManyComparisonsNeedMoreLaunches) {
    plan::Plan plan = plan_to_compare(0, 0);
    EXPECT_EQ(plan.launches_for_verdict(), 10);
    for (int i = 0; i < 62; ++i) {
        plan.cells.push_back(plan.cells[1]);
        plan.cells.back().policy = "policy " + std::to_string(i);
    }
    EXPECT_EQ(plan.comparisons(), 63);
    EXPECT_EQ(plan.least_launches(), 12);
    plan.options.launches = 3;
    EXPECT_EQ(plan.least_launches(), 3) << "what was typed is kept";
    plan.cells[0].skip = "no memory";
    EXPECT_EQ(plan.launches_for_verdict(), 0);
}

}  // namespace
}  // namespace accelbench::launch
