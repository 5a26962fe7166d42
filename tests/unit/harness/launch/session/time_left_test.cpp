#include "harness/launch/session/time_left.h"

#include <gtest/gtest.h>

namespace accelbench::launch {
namespace {

/// Two cells that pretend steps of the given seconds, for the kernel null.
plan::Plan plan_of_two_cells(int launches, double budget = 0) {
    plan::Plan plan;
    plan.options.kernel = "null";
    plan.options.parameters = {{"step", "0.1"}};
    plan.options.launches = launches;
    plan.options.time_budget_seconds = budget;
    for (const auto* id : {"fast", "slow"}) {
        reports::Cell cell;
        cell.id = id;
        cell.kernel = "null";
        plan.cells.push_back(cell);
    }
    return plan;
}

reports::Trial trial(const std::string& cell, double seconds) {
    reports::Trial trial;
    trial.cell = cell;
    trial.wall_seconds = seconds;
    return trial;
}

// It said 00:24, and then went on to its budget of two minutes.
TEST(TimeLeft, ASessionThatChoosesItsLaunchesSaysItsBudgetFromTheBeginning) {
    TimeLeft left(plan_of_two_cells(0), 1);
    EXPECT_NEAR(left.left(0).most, plan::default_budget_seconds, 1e-9);
    for (const auto* cell : {"fast", "slow"}) left.ran(trial(cell, 1));
    const auto later = left.left(2);
    EXPECT_DOUBLE_EQ(later.least, 2.0 * (plan::minimum_launches - 1));
    EXPECT_DOUBLE_EQ(later.most,
                     std::min(2.0 * (plan::maximum_launches - 1), plan::default_budget_seconds - 2));
}

TEST(TimeLeft, AGivenNumberOfLaunchesIsOneTime) {
    TimeLeft left(plan_of_two_cells(10), 1);
    left.ran(trial("fast", 1));
    left.ran(trial("slow", 3));
    EXPECT_DOUBLE_EQ(left.left(4).least, 9 * 4.0);
    EXPECT_DOUBLE_EQ(left.left(4).most, 9 * 4.0);
}

// A mean over cells, in an order that is shuffled, would jump with each of them.
TEST(TimeLeft, EachCellIsHeldAgainstItsOwnTimes) {
    TimeLeft left(plan_of_two_cells(10), 1);
    left.ran(trial("fast", 1));
    for (int i = 0; i < 9; ++i) left.ran(trial("slow", 5));
    EXPECT_DOUBLE_EQ(left.left(46).least, 9 * 1.0 + 5.0);
}

TEST(TimeLeft, WhatRanTellsOfWhatHasNotYet) {
    TimeLeft idle(plan_of_two_cells(10), 1), busy(plan_of_two_cells(10), 5);
    EXPECT_DOUBLE_EQ(busy.left(0).least, 5 * idle.left(0).least);  // before the first launch: the load
    const double estimate = idle.left(0).least / 20;
    busy.ran(trial("fast", 3 * estimate));
    EXPECT_NEAR(busy.left(0).least, 19 * 3 * estimate, 1e-9);
}

TEST(TimeLeft, LaunchesThatANarrowIntervalMaySpareAreNotLeft) {
    TimeLeft left(plan_of_two_cells(0), 1);
    for (int i = 0; i < plan::minimum_launches; ++i)
        for (const auto* cell : {"fast", "slow"}) left.ran(trial(cell, 5));
    EXPECT_EQ(left.left(100).least, 0);
    EXPECT_DOUBLE_EQ(left.left(100).most, plan::default_budget_seconds - 100);
    EXPECT_EQ(clock_text(left.left(100)), "00:00 to 00:20");
    EXPECT_EQ(clock_text(TimeLeft::Bounds{62, 62.1}), "01:02");
    EXPECT_EQ(clock_text(TimeLeft::Bounds{3723, 3723}), "1:02:03");
    EXPECT_EQ(clock_text(TimeLeft::Bounds{59.6, 3600}), "01:00 to 1:00:00");
}

}  // namespace
}  // namespace accelbench::launch
