#include "harness/rank/run.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "bench/kernels.h"
#include "harness/rank/warmup.h"
#include "topology/base/failure.h"

namespace accelbench::rank {
namespace {

harness::TrialFile trial(bench::Parameters parameters) {
    harness::TrialFile trial;
    trial.kernel = "null";
    trial.parameters = bench::find_kernel("null")->plan({1, 1, false, parameters}).parameters;
    trial.steps = 4;
    trial.seed = 1;
    trial.placement = {topology::RankPlacement{}};
    return trial;
}

TEST(RunTrial, MeasuresTheStepsAskedForAndKeepsEveryLoss) {
    bench::SoloGroup group;
    const auto report = run_trial(trial({{"step", "0.002"}}), group);
    EXPECT_EQ(report.status, "ok") << report.reason;
    EXPECT_EQ(report.facts.step_seconds.size(), 4u);
    EXPECT_EQ(report.phase_seconds.size(), 4u);
    EXPECT_EQ(report.losses.size(), static_cast<std::size_t>(report.warmup_steps + 4));
    for (const double step : report.facts.step_seconds) EXPECT_GE(step, 0.002);
}

/// Beside a rank that doesn't settle. Ranks agree on whether the check passed and whether their machines are emulated,
/// then after each step on whether all have settled and whether one has warmed up long enough.
class RestlessGroup : public bench::SoloGroup {
  public:
    double max(double value) override {
        const int call = calls_++;
        return call >= 2 && call % 2 == 0 ? 1 : value;
    }

  private:
    int calls_ = 0;
};

// Rank 0 alone judged: a rank that was still warming up was measured as steady.
TEST(RunTrial, AllRanksJudgeTheWarmUp) {
    RestlessGroup group;
    const auto report = run_trial(trial({{"step", "0.002"}}), group);
    EXPECT_EQ(report.status, "ok") << report.reason;
    EXPECT_FALSE(report.steady);
    EXPECT_EQ(report.warmup_steps, most_warmup_steps);
}

TEST(RunTrial, SaysHowLongItsThreadsWaitedForACpu) {
    bench::SoloGroup group;
    const auto share = run_trial(trial({{"step", "0.002"}}), group).facts.cpu_wait_share;
    if (!share) GTEST_SKIP() << "this kernel keeps no account of it";
    EXPECT_GE(*share, 0);
}

TEST(RunTrial, LooksWhereThePagesAreBeforeAndAfter) {
    bench::SoloGroup group;
    const auto report = run_trial(trial({{"memory", "4M"}}), group);
    std::uint64_t before = 0, after = 0;
    for (const auto& [node, pages] : report.facts.pages_by_node_before) before += pages;
    for (const auto& [node, pages] : report.facts.pages_by_node) after += pages;
    EXPECT_GE(before, 1024u);
    EXPECT_EQ(before, after);
}

TEST(RunTrial, TheFirstRankOfAMachineTellsWhatMovedMeanwhile) {
    bench::SoloGroup group;
    auto first = trial({{"step", "0.002"}});
    const auto told = run_trial(first, group).facts.conditions;
    ASSERT_TRUE(told);
    EXPECT_TRUE(told->load_1min) << "/proc/loadavg is there on every Linux";
    EXPECT_FALSE(told->free_memory_bytes.empty());
    first.placement[0].local_rank = 1;
    EXPECT_FALSE(run_trial(first, group).facts.conditions);
}

// A wrong answer that is fast must not become a number.
TEST(RunTrial, AWrongAnswerIsFoundBeforeAnythingIsTimed) {
    bench::SoloGroup group;
    const auto report = run_trial(trial({{"fail", "check:0"}}), group);
    EXPECT_EQ(report.status, "failed");
    EXPECT_NE(report.reason, "");
    EXPECT_TRUE(report.facts.step_seconds.empty());
}

// The warm-up touches memory for the first time: its faults would stand as those of training.
TEST(RunTrial, CountsWhatTheTrialAsksForOverTheMeasuredStepsAndByPhase) {
    bench::SoloGroup group;
    auto counting = trial({{"step", "0.002"}, {"memory", "4M"}});
    counting.counters = "minor_faults,voluntary_switches";
    const auto report = run_trial(counting, group);
    ASSERT_EQ(report.facts.counters.size(), 2u);
    const auto& faults = report.facts.counters[0];
    EXPECT_EQ(faults.name, "minor_faults");
    ASSERT_TRUE(faults.total) << faults.reason;
    EXPECT_LT(*faults.total, 1024) << "the first touch of 4 MiB is counted";
    const auto& switches = report.facts.counters[1];
    ASSERT_TRUE(switches.total) << switches.reason;
    EXPECT_GE(*switches.total, 4) << "each of the 4 steps sleeps";
    ASSERT_EQ(switches.by_phase.size(), 1u);
    EXPECT_EQ(switches.by_phase[0], *switches.total);
}

// Phases of the steps that were not read would look like measurements.
TEST(RunTrial, TellsInHowManyStepsPhasesWereRead) {
    bench::SoloGroup group;
    auto counting = trial({{"step", "0"}});
    counting.counters = "minor_faults";
    EXPECT_GT(run_trial(counting, group).facts.phases_read_every, 1)
        << "a step of no time can't hide a reading";
}

TEST(RunTrial, OfAllCountersThoseThatThisMachineHas) {
    bench::SoloGroup group;
    auto counting = trial({});
    counting.counters = "auto";
    const auto report = run_trial(counting, group);
    EXPECT_FALSE(report.facts.counters.empty());
    for (const auto& value : report.facts.counters)
        EXPECT_TRUE(value.total) << value.name << ": " << value.reason;
}

TEST(RunTrial, WhatWasAskedForByNameHasAnAnswer) {
    bench::SoloGroup group;
    auto counting = trial({});
    counting.counters = "interconnect_bytes";
    const auto report = run_trial(counting, group);
    ASSERT_EQ(report.facts.counters.size(), 1u);
    EXPECT_TRUE(report.facts.counters[0].total || !report.facts.counters[0].reason.empty());
}

TEST(RunTrial, CountsNothingUnlessAskedTo) {
    bench::SoloGroup group;
    EXPECT_TRUE(run_trial(trial({}), group).facts.counters.empty());
}

// Asked for a cpu that this process may not use: requested is not realised.
TEST(RunTrial, AThreadOutsideItsPlaceIsMisplaced) {
    bench::SoloGroup group;
    auto elsewhere = trial({});
    elsewhere.placement[0].cpus = topology::CpuSet{4095};
    elsewhere.placement[0].home_node = 0;
    const auto report = run_trial(elsewhere, group);
    EXPECT_EQ(report.status, "misplaced");
    EXPECT_GE(report.facts.misplaced_threads, 1);
    EXPECT_NE(report.reason.find("4095"), std::string::npos) << "a right answer must not wipe the reason";
}

}  // namespace
}  // namespace accelbench::rank
