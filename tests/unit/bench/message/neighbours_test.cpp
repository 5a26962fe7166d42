#include "bench/message/neighbours.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace accelbench::bench::message {
namespace {

using testing::ElementsAre;

TEST(Neighbours, RanksWithOneWordShareAMachineAndItsFirstOneLeads) {
    const std::vector<std::string> words{"b", "b", "a", "b", "a"};
    const auto found = find_neighbours(words, 4);
    EXPECT_THAT(found.here, ElementsAre(2, 4));
    EXPECT_EQ(found.me, 1);
    EXPECT_FALSE(found.is_leader());
    EXPECT_THAT(found.leaders, ElementsAre(0, 2)) << "in the order of ranks, not of words";
    EXPECT_EQ(found.machine, 1);
    EXPECT_EQ(found.most_on_a_machine, 3);
    EXPECT_TRUE(find_neighbours(words, 2).is_leader());
}

TEST(Neighbours, ARankThatKnowsNoMachineSharesWithNobody) {
    const std::vector<std::string> words{"", "", "a"};
    for (int rank = 0; rank < 3; ++rank) EXPECT_TRUE(find_neighbours(words, rank).alone_here());
    EXPECT_THAT(find_neighbours(words, 1).leaders, ElementsAre(0, 1, 2));
}

TEST(Neighbours, TwoLooksAtThisMachineAgree) {
    EXPECT_FALSE(machine_word().empty());
    EXPECT_EQ(machine_word(), machine_word());
}

}  // namespace
}  // namespace accelbench::bench::message
