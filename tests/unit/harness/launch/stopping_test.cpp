#include "harness/launch/stopping.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace accelbench::launch
