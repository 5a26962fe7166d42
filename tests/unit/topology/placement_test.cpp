#include "topology/placement.h"

#include <gtest/gtest.h>

#include <map>

#include "fixture_machine.h"

namespace accelbench::topology {
namespace {

TEST(Placement, BaselineBindsNothing) {
    const auto placement = place(fixture("2-nodes"), "baseline", 2, 1);
    ASSERT_EQ(placement.ranks.size(), 2u);
    for (const auto& rank : placement.ranks) {
        EXPECT_TRUE(rank.cpus.empty());
        EXPECT_EQ(rank.home_node, -1);
        EXPECT_EQ(rank.memory, MemoryBinding{});
    }
    EXPECT_EQ(placement.ranks[1].local_rank, 1);
}

TEST(Placement, RanksSpreadEvenlyInContiguousBlocks) {
    EXPECT_EQ(summary(place(fixture("2-nodes"), "local", 2, 1)), "0@0 1@1");
    EXPECT_EQ(summary(place(fixture("4-nodes"), "local", 4, 1)), "0@0 1@1 2@2 3@3");
    EXPECT_EQ(summary(place(fixture("sub-numa-clusters"), "local", 8, 1)), "0@0 1@0 2@1 3@1 4@2 5@2 6@3 7@3");
    EXPECT_EQ(summary(place(fixture("sub-numa-clusters"), "local", 6, 1)), "0@0 1@0 2@1 4@2 5@2 6@3");
}

TEST(Placement, FewerRanksThanNodesAreSpacedEvenly) {
    EXPECT_EQ(summary(place(fixture("8-nodes"), "local", 2, 1)), "0@0 4@4");
    EXPECT_EQ(summary(place(fixture("8-nodes"), "local", 4, 1)), "0@0 2@2 4@4 6@6");
    EXPECT_EQ(summary(place(fixture("8-nodes"), "local", 1, 1)), "0@0");
}

TEST(Placement, PackFillsOneNodeFirst) {
    const auto machine = machine_from("pack:2 [numa] core:4 pu:1");
    EXPECT_EQ(summary(place(machine, "local", 3, 1, Spread::pack)), "0@0 1@0 2@0");
    EXPECT_EQ(summary(place(machine, "local", 3, 1, Spread::spread)), "0@0 1@0 4@1");
    EXPECT_EQ(summary(place(machine, "local", 3, 2, Spread::pack)), "0-1@0 2-3@0 4-5@1");
}

TEST(Placement, PackPrefersWholeCoresOverHardwareThreads) {
    const auto machine = machine_from("pack:2 [numa] core:2 pu:2");
    EXPECT_EQ(summary(place(machine, "local", 2, 2, Spread::pack)), "0-3@0 4-7@1");
    EXPECT_EQ(summary(place(machine, "local", 4, 2, Spread::pack)), "0-1@0 2-3@0 4-5@1 6-7@1");
}

TEST(Placement, AShareIsWholeCoresWithAllTheirHardwareThreads) {
    EXPECT_EQ(summary(place(fixture("smt"), "local", 2, 1)), "0-1@0 4-5@1");
    EXPECT_EQ(summary(place(fixture("smt"), "local", 2, 2)), "0-3@0 4-7@1");
}

TEST(Placement, HardwareThreadsServeWhenCoresRunOut) {
    const auto placement = place(fixture("smt"), "local", 2, 4);
    EXPECT_EQ(summary(placement), "0-3@0 4-7@1");
    EXPECT_FALSE(placement.oversubscribed);
    EXPECT_EQ(place(fixture("smt"), "baseline", 2, 4).impossible, "");
}

TEST(Placement, CpusThatACgroupHidesAreNeverGivenOut) {
    EXPECT_EQ(summary(place(fixture("cgroup-hides-half"), "local", 2, 1)), "0-1@0 4-5@1");
    EXPECT_NE(place(fixture("cgroup-hides-half"), "local", 4, 1).impossible, "");
}

TEST(Placement, NodesWithoutCpusAreNoHomes) {
    EXPECT_EQ(summary(place(fixture("cpu-less-node"), "local", 2, 1)), "0@0 1@1");
    EXPECT_EQ(summary(place(fixture("cpu-less-node-hmat"), "local", 2, 1)), "0@0 1@1");
}

TEST(Placement, ANodeTooSmallForItsEvenPartGivesTheRestAway) {
    auto machine = machine_from("pack:2 [numa] core:4 pu:1");
    machine.cores.erase(machine.cores.begin() + 1,
                        machine.cores.begin() + 4);  // a cgroup left cpu 0 of node 0
    machine.nodes[0].cpus = {0};
    EXPECT_EQ(summary(place(machine, "local", 4, 1)), "0@0 4@1 5@1 6@1");
}

TEST(Placement, SparseNodeNumbersAndManyCpusWork) {
    auto machine = machine_from("pack:8 [numa] core:16 pu:2");
    ASSERT_EQ(machine.cpus.size(), 256);
    for (auto& node : machine.nodes) node.index *= 3;
    for (auto& core : machine.cores) core.node *= 3;
    const auto placement = place(machine, "remote", 128, 1);
    ASSERT_EQ(placement.ranks.size(), 128u);
    EXPECT_EQ(placement.ranks.back().home_node, 21);
    EXPECT_EQ(placement.ranks.back().cpus.to_string(), "254-255");
    std::map<int, int> ranks_on;
    for (const auto& rank : placement.ranks) {
        ASSERT_NE(rank.memory.nodes, NodeSet{rank.home_node});
        ++ranks_on[rank.memory.nodes.first()];
    }
    for (const auto& node : machine.nodes) EXPECT_EQ(ranks_on[node.index], 16) << node.index;
}

TEST(Placement, SharesOfOneNodeNeverOverlapAndNeverLeaveIt) {
    const auto machine = machine_from("pack:4 [numa] core:6 pu:2");
    for (int processes : {1, 2, 3, 4, 5, 7, 8, 12, 24}) {
        const int threads = default_threads(machine, processes, Spread::spread);
        CpuSet taken;
        for (const auto& rank : place(machine, "local", processes, threads).ranks) {
            EXPECT_TRUE(rank.cpus.is_subset_of(machine.find_node(rank.home_node)->cpus)) << processes;
            EXPECT_TRUE(rank.cpus.intersect(taken).empty()) << processes;
            EXPECT_EQ(rank.cpus.size(), 2 * threads) << processes;
            taken.insert(rank.cpus);
        }
        EXPECT_FALSE(taken.empty()) << processes;
    }
}

TEST(Placement, DefaultThreadsFitARanksShareOfOneNode) {
    const auto machine = machine_from("pack:2 [numa] core:8 pu:2");
    EXPECT_EQ(default_threads(machine, 1, Spread::spread), 8);
    EXPECT_EQ(default_threads(machine, 2, Spread::spread), 8);
    EXPECT_EQ(default_threads(machine, 3, Spread::spread), 4);
    EXPECT_EQ(default_threads(machine, 16, Spread::pack), 1);
    EXPECT_EQ(default_threads(machine, 99, Spread::spread), 1);
}

TEST(Placement, AQuotaCutsTheUsableCores) {
    const auto machine = machine_from("pack:2 [numa] core:8 pu:2");
    EXPECT_EQ(usable_cores(machine, 0), 16);
    EXPECT_EQ(usable_cores(machine, -1), 16);
    EXPECT_EQ(usable_cores(machine, 2.5), 2);
    EXPECT_EQ(usable_cores(machine, 0.5), 1);
    EXPECT_EQ(usable_cores(machine, 64), 16);
}

}  // namespace
}  // namespace accelbench::topology
