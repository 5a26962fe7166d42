#include "bench/null/null.h"

#include <gtest/gtest.h>

#include <chrono>

#include "../base/thread_group.h"
#include "bench/base/parameters.h"
#include "bench/kernels.h"
#include "topology/base/failure.h"

namespace accelbench::bench {
namespace {

std::unique_ptr<Kernel> make(Group& group, const Parameters& given) {
    const KernelPlan plan = plan_null({.processes = 4, .parameters = given});
    return make_null({.group = &group, .memory = {}, .threads = 1, .seed = 1, .parameters = plan.parameters});
}

TEST(Null, TakesAndReportsTheGivenTime) {
    SoloGroup alone;
    const auto kernel = make(alone, {{"step", "0.02"}});
    const auto start = std::chrono::steady_clock::now();
    const Step step = kernel->step();
    EXPECT_GE(std::chrono::steady_clock::now() - start, std::chrono::milliseconds(20));
    EXPECT_EQ(step.phase_seconds, std::vector<double>{0.02});
    EXPECT_EQ(plan_null({.parameters = {{"step", "0.02"}}}).seconds_per_step, 0.02);
}

// A counter read at other moments than the phases' ends would blame the wrong phase.
TEST(Null, TellsItsListenerWhereTheStepAndItsPhaseEnd) {
    struct : PhaseListener {
        std::string heard;
        void step_begins() override { heard += "("; }
        void phase_ends(std::size_t phase) override { heard += std::to_string(phase) + ")"; }
    } listener;
    SoloGroup alone;
    const KernelPlan plan = plan_null({.parameters = {{"step", "0"}}});
    const auto kernel =
        make_null({.group = &alone, .memory = {}, .parameters = plan.parameters, .listener = &listener});
    kernel->step();
    kernel->step();
    EXPECT_EQ(listener.heard, "(0)(0)");
}

TEST(Null, NoiseIsSeededAndWithinItsWidth) {
    SoloGroup alone;
    const auto one = make(alone, {{"step", "0.0001"}, {"noise", "0.5"}});
    const auto same = make(alone, {{"step", "0.0001"}, {"noise", "0.5"}});
    double last = 0;
    for (int i = 0; i < 20; ++i) {
        const double seconds = one->step().phase_seconds[0];
        EXPECT_EQ(seconds, same->step().phase_seconds[0]);
        EXPECT_NE(seconds, last);
        EXPECT_GE(seconds, 0.00005);
        EXPECT_LE(seconds, 0.00015);
        last = seconds;
    }
}

TEST(Null, MapsTheMemoryItWasGiven) {
    SoloGroup alone;
    EXPECT_EQ(make(alone, {{"memory", "3M"}})->buffers()[0]->size_bytes(), 3U << 20);
    const auto planned = plan_null({.parameters = {{"memory", "64k"}}}).memory_bytes;
    EXPECT_EQ(planned, (std::vector<std::pair<std::string, double>>{{"buffer", 65536}}));
}

TEST(Null, LossIsTheSameEachTimeUnlessAskedToDiffer) {
    SoloGroup alone;
    const auto right = make(alone, {{"step", "0"}});
    const auto wrong = make(alone, {{"step", "0"}, {"fail", "loss:0"}});
    EXPECT_EQ(right->step().loss, 2);
    EXPECT_NE(wrong->step().loss, 2);
}

TEST(Null, CheckFailsOnTheNamedRankAlone) {
    std::vector<std::string> answers(2);
    run_ranks(2, [&](Group& group) {
        answers[static_cast<std::size_t>(group.rank())] = make(group, {{"fail", "check:1"}})->check();
    });
    EXPECT_EQ(answers[0], "");
    EXPECT_EQ(answers[1], "null: wrong answer, as fail=check requested");
}

void two_steps(const std::string& failure) {
    SoloGroup alone;
    const auto kernel = make(alone, {{"step", "0"}, {"fail", failure}});
    kernel->step();
    std::fprintf(stderr, "first step done\n");
    kernel->step();
}

TEST(NullDeathTest, StrikesAtTheSecondStepOfTheNamedRank) {
    GTEST_FLAG_SET(death_test_style, "threadsafe");
    EXPECT_EXIT(two_steps("exit:0"), testing::ExitedWithCode(7), "first step done");
    EXPECT_DEATH(two_steps("crash:0"), "first step done");
    two_steps("exit:1");  // another rank's failure
}

TEST(Null, RefusesWhatItDoesNotKnow) {
    for (const Parameters& given :
         {Parameters{{"step", "-1"}}, Parameters{{"noise", "2"}}, Parameters{{"memory", "1X"}},
          Parameters{{"memory", "9999999G"}}, Parameters{{"fail", "melt:0"}}, Parameters{{"fail", "crash"}},
          Parameters{{"fail", "crash:x"}}}) {
        EXPECT_THROW(plan_null({.parameters = given}), Failure) << given[0].first << "=" << given[0].second;
    }
    EXPECT_THROW(plan_null({.processes = 2, .parameters = {{"fail", "crash:2"}}}), Skip);
}

TEST(Kernels, AreFoundByNameAndEachNamesWhatItTakes) {
    for (const KernelRow& row : kernels()) {
        EXPECT_EQ(find_kernel(row.name), &row);
        const auto plan = row.plan({});
        // In the row's order; a choice that came later (precision) is named only where it isn't its default.
        std::size_t at = 0;
        for (const auto& parameter : row.parameters)
            if (at < plan.parameters.size() && plan.parameters[at].first == parameter.name) ++at;
        EXPECT_EQ(at, plan.parameters.size());
        for (const auto preset : row.presets) row.plan({.parameters = {{"preset", std::string(preset)}}});
    }
    EXPECT_EQ(find_kernel("fortran"), nullptr);
}

}  // namespace
}  // namespace accelbench::bench
