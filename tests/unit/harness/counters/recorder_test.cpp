#include "harness/counters/recorder.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "fake_source.h"

namespace accelbench::counters {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

std::vector<Reading> one(double value) { return {{.value = value}}; }

/// A recorder over one fake and `phases` phases.
std::unique_ptr<Recorder> recorder_of(std::unique_ptr<FakeSource> fake, std::size_t phases) {
    std::vector<std::unique_ptr<Source>> sources;
    sources.push_back(std::move(fake));
    return std::make_unique<Recorder>(std::move(sources), phases);
}

std::unique_ptr<FakeSource> fake(std::vector<std::vector<Reading>> looks, bool at_borders = true) {
    return std::make_unique<FakeSource>(std::vector<std::string>{"misses"}, std::move(looks), at_borders);
}

void run_steps(Recorder& recorder, int steps, std::size_t phases) {
    for (int step = 0; step < steps; ++step) {
        recorder.step_begins();
        for (std::size_t phase = 0; phase < phases; ++phase) recorder.phase_ends(phase);
    }
}

reports::CounterValue measured(Recorder& recorder, int steps, std::size_t phases) {
    recorder.measured_steps_begin(steps);
    run_steps(recorder, steps, phases);
    recorder.measured_steps_end();
    return recorder.values().at(0);
}

TEST(Recorder, GivesWhatEachPhaseCountedOverAllMeasuredSteps) {
    //                 opened     begin      step 1                  step 2
    const auto recorder = recorder_of(fake({one(7), one(100), one(101), one(111), one(113), one(133)}), 2);
    const auto value = measured(*recorder, 2, 2);
    EXPECT_EQ(value.name, "misses");
    EXPECT_EQ(value.total, 33);
    EXPECT_THAT(value.by_phase, ElementsAre(1 + 2, 10 + 20));
    EXPECT_EQ(value.counted_share, 1);
    EXPECT_EQ(value.reason, "");
}

// The misses of the first touches would stand as those of training otherwise.
TEST(Recorder, ForgetsWhatTheWarmUpCounted) {
    const auto recorder = recorder_of(fake({one(0), one(5000), one(5001), one(5002)}), 1);
    run_steps(*recorder, 1, 1);
    EXPECT_EQ(measured(*recorder, 1, 1).total, 1);
}

TEST(Recorder, ReadsInTheWarmUpAsInTheMeasuredStepsSoThatBothCostTheSame) {
    auto source = fake({one(0)});
    const auto calls = source->calls;
    const auto recorder = recorder_of(std::move(source), 3);
    const int before = calls->reads;
    run_steps(*recorder, 1, 3);
    EXPECT_EQ(calls->reads - before, 3);
}

TEST(Recorder, ASlowSourceIsReadBeforeAndAfterTheMeasuredStepsOnly) {
    auto source = fake({one(0), one(10), one(52)}, false);
    const auto calls = source->calls;
    const auto recorder = recorder_of(std::move(source), 3);
    run_steps(*recorder, 4, 3);
    const auto value = measured(*recorder, 5, 3);
    EXPECT_EQ(calls->reads, 3);
    EXPECT_EQ(value.total, 42);
    EXPECT_TRUE(value.by_phase.empty());
}

TEST(Recorder, TellsEachStepsEndToSourcesThatTakeTurns) {
    auto source = fake({one(0)});
    const auto calls = source->calls;
    const auto recorder = recorder_of(std::move(source), 3);
    run_steps(*recorder, 4, 3);
    EXPECT_EQ(calls->turns, 4);
}

/// Counts one more at each look, which takes a while; a phase of the kernel takes one, too.
class SlowSource : public FakeSource {
  public:
    explicit SlowSource(std::chrono::microseconds look) : FakeSource({"misses"}, {{}}), look_(look) {}
    int turns() const override { return turns_here; }
    std::vector<Reading> read() override {
        if (look_.count() > 0) std::this_thread::sleep_for(look_);
        ++calls->reads;
        return {{.value = static_cast<double>(steps_done)}};
    }
    int turns_here = 1;
    static inline int steps_done = 0;

  private:
    std::chrono::microseconds look_;
};

void run_timed_steps(Recorder& recorder, int steps) {
    for (int step = 0; step < steps; ++step) {
        recorder.step_begins();
        for (std::size_t phase = 0; phase < 2; ++phase) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1));
            ++SlowSource::steps_done;
            recorder.phase_ends(phase);
        }
    }
}

// Many threads and events make a reading dear: a step that is read at each border would be no longer the step
// that was asked for.
TEST(Recorder, WhereReadingIsDearFewStepsAreReadAndTheyStandForAll) {
    auto source = std::make_unique<SlowSource>(std::chrono::milliseconds(1));
    const auto calls = source->calls;
    const auto recorder = recorder_of(std::move(source), 2);
    run_timed_steps(*recorder, 3);
    recorder->measured_steps_begin(10);
    EXPECT_EQ(recorder->read_every(), 10);
    const int before = calls->reads;
    run_timed_steps(*recorder, 10);
    recorder->measured_steps_end();
    EXPECT_EQ(calls->reads - before, 3) << "two borders of one step, and the end";
    const auto value = recorder->values().at(0);
    EXPECT_EQ(value.total, 20) << "all steps count";
    EXPECT_THAT(value.by_phase, ElementsAre(10, 10));
}

TEST(Recorder, WhereReadingIsCheapEachStepIsRead) {
    const auto recorder = recorder_of(std::make_unique<SlowSource>(std::chrono::microseconds(0)), 2);
    SlowSource::steps_done = 0;
    for (int step = 0; step < 4; ++step) {
        recorder->step_begins();
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
        recorder->phase_ends(0);
        recorder->phase_ends(1);
    }
    recorder->measured_steps_begin(10);
    EXPECT_EQ(recorder->read_every(), 1);
}

// Else a set would have its phases never read.
TEST(Recorder, EachSetThatTakesTurnsHasAStepThatIsRead) {
    auto source = std::make_unique<SlowSource>(std::chrono::milliseconds(1));
    source->turns_here = 3;
    const auto calls = source->calls;
    const auto recorder = recorder_of(std::move(source), 2);
    run_timed_steps(*recorder, 3);
    recorder->measured_steps_begin(10);
    EXPECT_EQ(recorder->read_every(), 3);
    const int before = calls->turns;
    run_timed_steps(*recorder, 10);
    EXPECT_EQ(calls->turns - before, 4);
}

TEST(Recorder, SumsNodeByNode) {
    const auto looks = std::vector<std::vector<Reading>>{{{.value = 0.0}},
                                                         {{.value = 10.0, .by_node = {{0, 4}, {2, 6}}}},
                                                         {{.value = 25.0, .by_node = {{0, 5}, {2, 20}}}}};
    const auto recorder = recorder_of(fake(looks), 1);
    EXPECT_THAT(measured(*recorder, 1, 1).by_node, ElementsAre(Pair(0, 1), Pair(2, 14)));
}

// A difference over a hole would be a small number that looks like a fast step.
TEST(Recorder, AValueThatWasMissingOnceIsNoValueAtAll) {
    const auto recorder = recorder_of(fake({one(0), one(1), {Reading{}}, one(9)}), 2);
    const auto value = measured(*recorder, 1, 2);
    EXPECT_FALSE(value.total);
    EXPECT_TRUE(value.by_phase.empty());
    EXPECT_NE(value.reason, "");
}

TEST(Recorder, ACounterThatWentBackSaysSoAndHasNoValue) {
    const auto recorder = recorder_of(fake({one(0), one(4294967290), one(3)}), 1);
    const auto value = measured(*recorder, 1, 1);
    EXPECT_FALSE(value.total);
    EXPECT_THAT(value.reason, HasSubstr("fell from 4294967290 to 3"));
}

TEST(Recorder, ACounterThatCouldNotBeOpenedKeepsItsReason) {
    auto source = fake({one(0)});
    source->refuse(0, "no PMU in this virtual machine");
    const auto recorder = recorder_of(std::move(source), 1);
    const auto value = measured(*recorder, 1, 1);
    EXPECT_FALSE(value.total);
    EXPECT_EQ(value.reason, "no PMU in this virtual machine");
}

// 20 lines of reasons a rank and launch would be most of a document; the catalogue has them once.
TEST(Recorder, LeavesOutWhatWasRefusedWhereNobodyAskedForItByName) {
    auto source = fake({one(0)});
    source->refuse(0, "no PMU in this virtual machine");
    const auto recorder = recorder_of(std::move(source), 1);
    measured(*recorder, 1, 1);
    EXPECT_TRUE(recorder->values(false).empty());
}

TEST(Recorder, WhatWasOpenedAndThenLostIsNeverLeftOut) {
    const auto recorder = recorder_of(fake({one(0), one(1), {Reading{}}}), 1);
    measured(*recorder, 1, 1);
    ASSERT_EQ(recorder->values(false).size(), 1u);
    EXPECT_NE(recorder->values(false)[0].reason, "");
}

std::vector<Reading> turn(double value, double on, double counted) {
    return {{.value = value, .on_seconds = on, .counted_seconds = counted}};
}

// Two groups of events that take turns: raw counts would be half of what happened.
TEST(Recorder, ScalesWhatTookTurnsByTheTimeOfEachPhaseAndGivesTheShareOverTheMeasuredSteps) {
    // The warm-up was counted whole (share 1): the share over the measured steps is another one.
    const auto recorder = recorder_of(
        fake({turn(0, 0, 0), turn(900, 9, 9), turn(910, 10, 10), turn(1310, 13, 13),  // a step in its turn
              turn(1310, 14, 13), turn(1310, 17, 13)}),
        2);  // a step out of it
    const auto value = measured(*recorder, 2, 2);
    EXPECT_THAT(value.by_phase, ElementsAre(20, 800));
    EXPECT_EQ(value.total, 820);
    EXPECT_DOUBLE_EQ(value.counted_share, 0.5);
}

TEST(Recorder, ACounterWhoseTurnNeverCameSaysSo) {
    const auto recorder = recorder_of(fake({turn(0, 0, 0), turn(5, 1, 1), turn(5, 2, 1)}), 1);
    const auto value = measured(*recorder, 1, 1);
    EXPECT_FALSE(value.total);
    EXPECT_THAT(value.reason, HasSubstr("--steps"));
}

// Where a process's pages lie takes the kernel seconds to say of a hundred GiB; before the steps it would be
// in vain.
TEST(Recorder, AGaugeIsReadOnceWhenTheStepsAreDone) {
    auto source = fake({one(64), one(70)}, false);
    source->gauge = true;
    const auto calls = source->calls;
    const auto recorder = recorder_of(std::move(source), 1);
    EXPECT_EQ(calls->reads, 0);
    EXPECT_EQ(measured(*recorder, 1, 1).total, 64);
    EXPECT_EQ(calls->reads, 1);
}

TEST(Recorder, WhereTwoSourcesSpeakOfOneNameTheOneWithAValueDoes) {
    std::vector<std::unique_ptr<Source>> sources;
    auto refused = fake({one(0)});
    refused->refuse(0, "no such event");
    sources.push_back(std::move(refused));
    sources.push_back(fake({one(0), one(1), one(3)}));
    Recorder recorder(std::move(sources), 1);
    EXPECT_EQ(measured(recorder, 1, 1).total, 2);
    EXPECT_EQ(recorder.values().size(), 1u);
}

}  // namespace
}  // namespace accelbench::counters
