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

}  // namespace
}  // namespace accelbench::rank
