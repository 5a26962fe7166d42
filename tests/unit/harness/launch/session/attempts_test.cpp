#include "harness/launch/session/attempts.h"

#include <gtest/gtest.h>

namespace accelbench::launch {
namespace {

using reports::TrialStatus;

reports::Trial trial(int block, TrialStatus status, const std::string& cell = "a") {
    reports::Trial trial;
    trial.block = block;
    trial.cell = cell;
    trial.status = status;
    return trial;
}

// A misplaced launch cost its block's pair: sessions of ten launches ended with nine pairs, too few for any verdict.
TEST(Attempts, AMisplacedLaunchIsRepeatedInItsBlock) {
    Attempts attempts(10);
    EXPECT_TRUE(attempts.to_do(0, "a"));
    attempts.count(trial(0, TrialStatus::misplaced));
    EXPECT_TRUE(attempts.to_do(0, "a"));
    attempts.count(trial(0, TrialStatus::ok));
    EXPECT_FALSE(attempts.to_do(0, "a"));
    EXPECT_TRUE(attempts.to_do(1, "a"));
}

TEST(Attempts, AFailedLaunchIsNotRepeated) {
    Attempts attempts(10);
    attempts.count(trial(0, TrialStatus::failed));
    EXPECT_FALSE(attempts.to_do(0, "a"));
    EXPECT_TRUE(attempts.to_do(0, "b"));
}

TEST(Attempts, LaunchesAreRepeatedAtMostAsOftenAsTheCellHasSome) {
    Attempts attempts(2);
    for (int block = 0; block < 2; ++block) {
        attempts.count(trial(block, TrialStatus::misplaced));
        EXPECT_TRUE(attempts.to_do(block, "a")) << block;
        attempts.count(trial(block, TrialStatus::ok));
    }
    attempts.count(trial(1, TrialStatus::misplaced, "b"));
    EXPECT_TRUE(attempts.to_do(1, "b"));
    Attempts budget(1);  // a sweep with a time budget is planned to have one
    budget.count(trial(0, TrialStatus::misplaced));
    budget.count(trial(0, TrialStatus::misplaced));
    EXPECT_FALSE(budget.to_do(0, "a"));
    EXPECT_TRUE(budget.to_do(1, "a"));
}

TEST(Attempts, ThreeInARowEndTheCellAsMisplaced) {
    Attempts attempts(10);
    attempts.count(trial(0, TrialStatus::ok));
    for (int i = 0; i < 2; ++i) attempts.count(trial(1, TrialStatus::misplaced));
    EXPECT_FALSE(attempts.ended_as_misplaced("a"));
    attempts.count(trial(1, TrialStatus::misplaced));
    EXPECT_TRUE(attempts.ended_as_misplaced("a"));
    EXPECT_FALSE(attempts.to_do(1, "a"));
    EXPECT_FALSE(attempts.to_do(2, "a"));
    EXPECT_TRUE(attempts.to_do(1, "b"));
}

TEST(Attempts, ACellThatNeverWorkedIsGivenUpAfterThree) {
    Attempts attempts(10);
    for (int block = 0; block < 3; ++block) attempts.count(trial(block, TrialStatus::failed));
    EXPECT_TRUE(attempts.given_up("a"));
    EXPECT_FALSE(attempts.ended_as_misplaced("a"));
    EXPECT_FALSE(attempts.to_do(3, "a"));
}

}  // namespace
}  // namespace accelbench::launch
