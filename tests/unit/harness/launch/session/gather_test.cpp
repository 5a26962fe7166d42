#include "harness/launch/session/gather.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>
#include <fstream>

#include "../../temporary_folder.h"
#include "harness/handover/trial_file.h"

namespace accelbench::launch {
namespace {

using harness::RankEnd;
using harness::RankReport;
using reports::Trial;
using reports::TrialStatus;
using testing::HasSubstr;
using How = ProcessEnd::How;

RankReport report(int rank, std::vector<double> steps) {
    RankReport report;
    report.facts.rank = rank;
    report.facts.step_seconds = steps;
    report.losses = {3.0, 2.0};
    for (const double step : steps) report.phase_seconds.push_back({step * 0.25, step * 0.75});
    return report;
}

class Gather : public testing::Test {
  protected:
    void leave(const RankReport& report) {
        write_rank_report(report, harness::rank_report_path(folder_.path(), report.facts.rank));
    }
    void leave(const RankEnd& end) { write_rank_end(end, harness::rank_end_path(folder_.path(), end.rank)); }
    Trial gathered(int ranks, ProcessEnd end = {}) {
        Trial trial;
        gather(trial, folder_.path(), ranks, end, 30);
        return trial;
    }
    test::TemporaryFolder folder_;
};

TEST_F(Gather, AWholeTrialHasItsValueAndThePhasesOfTheSlowestRank) {
    leave(report(0, {1, 1, 1}));
    leave(report(1, {2, 2, 4}));
    const auto trial = gathered(2);
    EXPECT_EQ(trial.status, TrialStatus::ok);
    EXPECT_DOUBLE_EQ(*trial.step_seconds, 2);
    EXPECT_THAT(trial.phase_seconds, testing::ElementsAre(0.5, 1.5));
    EXPECT_EQ(trial.ranks.size(), 2u);
}

TEST_F(Gather, AMisplacedRankMakesTheTrialMisplacedAndGivesItNoValue) {
    auto misplaced = report(1, {1, 1});
    misplaced.status = "misplaced";
    misplaced.reason = "12 of 100 pages on node 1";
    leave(report(0, {1, 1}));
    leave(misplaced);
    const auto trial = gathered(2);
    EXPECT_EQ(trial.status, TrialStatus::misplaced);
    EXPECT_EQ(trial.reason, "rank 1: 12 of 100 pages on node 1");
    EXPECT_FALSE(trial.step_seconds.has_value());
}

TEST_F(Gather, ACrashIsNamedByRankHostAndSignal) {
    leave(report(0, {1}));
    leave(RankEnd{1, "node7", SIGSEGV, 0, ""});
    const auto trial = gathered(2, {How::exited, 139, ""});
    EXPECT_EQ(trial.status, TrialStatus::failed);
    EXPECT_EQ(trial.reason, "rank 1 on node7 was killed by signal 11 (SIGSEGV)");
}

// The launcher ends the others with SIGTERM; blaming the first of those would point at an innocent rank.
TEST_F(Gather, TheCulpritIsNamedNotThoseThatTheLauncherEnded) {
    leave(RankEnd{0, "a", SIGTERM, 0, ""});
    leave(RankEnd{1, "a", SIGKILL, 0, ""});
    EXPECT_THAT(
        gathered(2, {How::exited, 137, ""}).reason,
        HasSubstr("rank 1 on a was killed by signal 9 (SIGKILL), which the out-of-memory killer"));
}

TEST_F(Gather, ABusErrorIsNamedWithThePoolThatMayHaveRunOut) {
    leave(RankEnd{0, "a", SIGBUS, 0, ""});
    EXPECT_THAT(gathered(1, {How::exited, 135, ""}).reason,
                HasSubstr("(SIGBUS), which Linux sends when a pool of huge pages has run out"));
}

TEST_F(Gather, ARefusedBindIsNamedWithWhatPlaceSaid) {
    leave(RankEnd{0, "a", 0, 5, "set_mempolicy: EPERM"});
    EXPECT_EQ(gathered(1, {How::exited, 5, ""}).reason, "rank 0 could not be placed: set_mempolicy: EPERM");
}

TEST_F(Gather, WithoutAnyFileTheLaunchersOwnWordsAreTheReason) {
    std::ofstream(folder_ / "output.log") << "-----\nmpirun: there are not enough slots\n\n";
    EXPECT_THAT(gathered(2, {How::exited, 1, ""}).reason,
                HasSubstr("it printed: mpirun: there are not enough slots"));
}

TEST_F(Gather, ATimeoutIsNoFailureOfARank) {
    leave(report(0, {1}));
    const auto trial = gathered(2, {How::timed_out, 0, ""});
    EXPECT_EQ(trial.status, TrialStatus::timeout);
    EXPECT_EQ(trial.reason, "not finished after 30 s (1 of 2 ranks had reported); --timeout allows more");
}

TEST_F(Gather, ReportsThatAreAllThereDontExcuseABadExitCode) {
    leave(report(0, {1}));
    EXPECT_EQ(gathered(1, {How::exited, 1, ""}).status, TrialStatus::failed);
}

// A rank that ends with a plain exit code had its reason in a log that nobody was pointed to.
TEST_F(Gather, WhatTheLogSaysStandsBehindARanksExitCode) {
    leave(RankEnd{1, "vm", 0, 1, ""});
    std::ofstream(folder_ / "output.log") << "-----\nnot enough space for /dev/shm/vader\n-----\n";
    const auto reason = gathered(2, {How::exited, 1, ""}).reason;
    EXPECT_THAT(reason, testing::StartsWith("rank 1 on vm ended with exit code 1; the log says: not enough space "
                                            "for /dev/shm/vader (full log: "));
    EXPECT_THAT(reason, testing::EndsWith("/output.log)"));
}

}  // namespace
}  // namespace accelbench::launch
