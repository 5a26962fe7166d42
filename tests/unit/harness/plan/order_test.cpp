#include "harness/plan/order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <numeric>

namespace accelbench::plan {
namespace {

TEST(BlockOrder, EveryBlockHoldsEveryCellOnce) {
    for (int block = 0; block < 20; ++block) {
        auto order = block_order(7, 42, block);
        std::sort(order.begin(), order.end());
        EXPECT_THAT(order, testing::ElementsAre(0, 1, 2, 3, 4, 5, 6));
    }
}

// A resumed session and a session on another platform must go on in the same order.
TEST(BlockOrder, IsTheSameForTheSameSeedEverywhere) {
    EXPECT_THAT(block_order(6, 1, 0), testing::ElementsAreArray(block_order(6, 1, 0)));
    EXPECT_NE(block_order(12, 1, 0), block_order(12, 2, 0));
    EXPECT_NE(block_order(12, 1, 0), block_order(12, 1, 1));
}

// One policy always first would get each block's cold caches and quiet start.
TEST(BlockOrder, NoCellIsFirstMoreOftenThanChanceAllows) {
    std::map<int, int> first;
    for (int block = 0; block < 4000; ++block) first[block_order(4, 7, block).front()] += 1;
    for (int cell = 0; cell < 4; ++cell)
        EXPECT_NEAR(first[cell], 1000, 150) << cell;  // 5.5 standard deviations
}

}  // namespace
}  // namespace accelbench::plan
