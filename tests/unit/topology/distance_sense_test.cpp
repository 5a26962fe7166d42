#include "topology/distance_sense.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "fixture_machine.h"
#include "topology/machine_remarks.h"

namespace accelbench::topology {
namespace {

using testing::Contains;
using testing::HasSubstr;

Machine with(std::vector<std::vector<std::uint64_t>> distances) {
    auto machine = fixture("2-nodes");
    machine.distances = std::move(distances);
    machine.distance_trouble = why_no_distances(machine);
    return machine;
}

TEST(DistanceSense, ZerosAndMemoryNearerThanOnesOwnAreNotBelieved) {
    EXPECT_EQ(why_no_distances(with({{0, 0}, {0, 0}})), "from node 0 to node 0 it is 0");
    EXPECT_EQ(why_no_distances(with({{10, 0}, {21, 10}})), "from node 0 to node 1 it is 0");
    EXPECT_EQ(why_no_distances(with({{10, 5}, {21, 10}})),
              "node 1's memory is nearer to node 0 (5) than its own (10)");
    EXPECT_EQ(why_no_distances(with({{10, 10}, {10, 10}})), "") << "emulated nodes are like that";
    EXPECT_EQ(why_no_distances(fixture("4-nodes-asymmetric")), "");
    EXPECT_EQ(why_no_distances(machine_from("numa:2 core:1 pu:1")), "");
}

TEST(DistanceSense, WhatIsNotBelievedIsReportedAndReplaced) {
    const auto machine = with({{0, 0}, {0, 0}});
    EXPECT_EQ(machine.distance(0, 1), 20u);
    EXPECT_EQ(machine.distance(0, 0), 10u);
    EXPECT_EQ(memory_summary(place(machine, "remote", 2, 1)), "1 0");
    EXPECT_THAT(machine_remarks(machine), Contains(HasSubstr("the distance table is invalid (from")));
    EXPECT_EQ(machine.distances[0][1], 0u) << "the document keeps what was said";
}

TEST(DistanceSense, ADirectionAtMoreThanTwiceTheOtherIsReportedAndUsed) {
    EXPECT_EQ(lopsided_distances(with({{10, 21}, {80, 10}})), "21 from node 0 to node 1, and 80 back");
    EXPECT_EQ(lopsided_distances(fixture("4-nodes-asymmetric")), "");
    EXPECT_THAT(machine_remarks(with({{10, 21}, {80, 10}})), Contains(HasSubstr("implausible")));
    EXPECT_EQ(with({{10, 21}, {80, 10}}).distance(1, 0), 80u);
}

}  // namespace
}  // namespace accelbench::topology
