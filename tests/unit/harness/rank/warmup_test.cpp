#include "harness/rank/warmup.h"

#include <gtest/gtest.h>

#include <vector>

namespace accelbench::rank {
namespace {

TEST(Warmup, TheFirstStepNeverCounts) {
    EXPECT_FALSE(settled(std::vector<double>{1, 1, 1, 1}));
    EXPECT_TRUE(settled(std::vector<double>{9, 1, 1, 1, 1}));
}

TEST(Warmup, StepsThatStillFallHaveNotSettled) {
    EXPECT_FALSE(settled(std::vector<double>{9, 4, 3, 2, 1}));
    EXPECT_TRUE(settled(std::vector<double>{9, 4, 3, 2, 1, 1, 1, 1}));
}

TEST(Warmup, OneHiccupInsideTheToleranceIsForgiven) {
    EXPECT_TRUE(settled(std::vector<double>{9, 1, 1.04, 1, 1.02}));
    EXPECT_FALSE(settled(std::vector<double>{9, 1, 1, 1, 1.5}));
}

TEST(Warmup, ThatDoesNotSettleEndsAfterManySteps) {
    EXPECT_FALSE(warmed_up_enough(most_warmup_steps - 1, 1, false));
    EXPECT_TRUE(warmed_up_enough(most_warmup_steps, 1, false));
}

TEST(Warmup, OfASlowKernelEndsAfterTheFewestSteps) {
    EXPECT_FALSE(warmed_up_enough(least_warmup_steps, most_warmup_seconds, false));
    EXPECT_FALSE(warmed_up_enough(least_warmup_steps - 1, 2 * most_warmup_seconds, false));
    EXPECT_TRUE(warmed_up_enough(least_warmup_steps, 1.1 * most_warmup_seconds, false));
}

// Launches in a guest spent most of their time in steps whose times nobody reads.
TEST(Warmup, OnAnEmulatedMachineEndsAfterTheFewestSteps) {
    EXPECT_FALSE(warmed_up_enough(least_warmup_steps - 1, 1, true));
    EXPECT_TRUE(warmed_up_enough(least_warmup_steps, 1, true));
}

}  // namespace
}  // namespace accelbench::rank
