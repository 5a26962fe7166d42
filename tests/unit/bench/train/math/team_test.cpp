#include "bench/train/math/team.h"

#include <gtest/gtest.h>

#include <stdexcept>

#include "bench/base/full_team.h"

namespace accelbench::bench::train {
namespace {

TEST(Team, RunsEachThreadOnceWithItsNumber) {
    std::vector<int> runs(3);
    in_parallel(3, [&](int thread, int threads) { runs.at(static_cast<std::size_t>(thread)) += threads; });
    EXPECT_EQ(runs, (std::vector{3, 3, 3}));
}

TEST(Team, HandsOnWhatAThreadThrowsWhenAllAreDone) {
    std::vector<int> runs(2);
    EXPECT_THROW(in_parallel(2,
                             [&](int thread, int) {
                                 runs.at(static_cast<std::size_t>(thread)) = 1;
                                 if (thread == 1) throw std::runtime_error("refused");
                             }),
                 std::runtime_error);
    EXPECT_EQ(runs, (std::vector{1, 1}));
}

TEST(Team, OfFewerThreadsThanAskedIsRefusedWithTheRemedy) {
    EXPECT_EQ(full_team(2), 2);
    std::string refusal;
    // Inside a team a further one has a single thread.
#pragma omp parallel num_threads(2)
#pragma omp master
    try {
        full_team(2);
    } catch (const Failure& failure) {
        refusal = failure.what();
        EXPECT_EQ(failure.kind(), Failure::Kind::environment);
    }
    EXPECT_EQ(refusal,
              "asked for 2 threads, but OpenMP gave 1: look at OMP_THREAD_LIMIT and OMP_MAX_ACTIVE_LEVELS");
}

}  // namespace
}  // namespace accelbench::bench::train
