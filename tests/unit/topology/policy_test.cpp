#include <gtest/gtest.h>

#include "fixture_machine.h"
#include "topology/policy_choice.h"

namespace accelbench::topology {
namespace {

TEST(Policy, TheTableHasTheFourOfAllInOrder) {
    std::vector<std::string_view> names;
    for (const Policy& policy : policies()) {
        if (policy.in_all) names.push_back(policy.name);
    }
    EXPECT_EQ(names, (std::vector<std::string_view>{"baseline", "local", "interleave", "remote"}));
}

TEST(Policy, InterleavedIsAnotherNameOfInterleave) {
    EXPECT_EQ(find_policy("interleaved"), find_policy("interleave"));
    EXPECT_EQ(find_policy(""), nullptr);
    EXPECT_EQ(find_policy("remot"), nullptr);
}

TEST(Policy, OneNodeExpressesOnlyBaselineAndLocal) {
    const auto machine = fixture("1-node");
    EXPECT_FALSE(why_not(*find_policy("baseline"), machine));
    EXPECT_FALSE(why_not(*find_policy("local"), machine));
    EXPECT_EQ(why_not(*find_policy("remote"), machine),
              "remote needs 2 NUMA nodes with memory; this machine has 1");
    EXPECT_EQ(why_not(*find_policy("interleave"), machine),
              "interleave needs 2 NUMA nodes with memory and cpus; this machine has 1");
}

// All on the lowest of the farthest nodes would measure lost memory channels: 2 of 4 nodes, 4 of 8.
TEST(Policy, RemoteIsAFarthestNodeSharedAsUnderLocal) {
    EXPECT_EQ(memory_summary(place(fixture("2-nodes"), "remote", 2, 1)), "1 0");
    EXPECT_EQ(memory_summary(place(fixture("4-nodes"), "remote", 4, 1)), "2 3 0 1");
    EXPECT_EQ(memory_summary(place(fixture("8-nodes"), "remote", 8, 1)), "4 5 6 7 0 1 2 3");
    EXPECT_EQ(memory_summary(place(fixture("sub-numa-clusters"), "remote", 8, 1)), "2 2 3 3 0 0 1 1");
}

TEST(Policy, RemoteOfTwoPackagesOfFourNodesUsesAllEight) {
    auto machine = machine_from("pack:2 die:4 [numa] core:2 pu:1");
    ASSERT_EQ(machine.nodes.size(), 8u);
    machine.distances.assign(8, std::vector<std::uint64_t>(8, 32));
    for (std::size_t from = 0; from < 8; ++from)
        for (std::size_t to = 0; to < 8; ++to)
            if (from / 4 == to / 4) machine.distances[from][to] = from == to ? 10 : 12;
    EXPECT_EQ(memory_summary(place(machine, "remote", 8, 1)), "4 5 6 7 0 1 2 3");
    EXPECT_EQ(memory_summary(place(machine, "remote", 3, 1)), "4 5 0") << "fewer ranks than nodes";
    EXPECT_EQ(memory_summary(place(machine, "remote", 10, 1)), "4 4 5 6 7 0 0 1 2 3") << "uneven";
    EXPECT_EQ(memory_summary(place(machine, "remote", 2, 1, Spread::pack)), "4 4")
        << "they share one under local";
}

TEST(Policy, RemoteTakesNodesThatHoldTheMemoryWhereItCan) {
    auto machine = fixture("4-nodes");
    const double bytes = 64 << 20;
    machine.nodes[2].memory_bytes = 32 << 20;
    const PlacementRequest request{1, 1, Spread::spread, false, PageKind::system, {{"weights", bytes}}};
    EXPECT_EQ(memory_summary(place_ranks(machine, *find_policy("remote"), request)), "3");
    EXPECT_EQ(memory_summary(place(machine, "remote", 1, 1)), "2") << "of unknown size";
}

TEST(Policy, RemoteTakesMemoryOfAGpuOnlyWhereItIsNamed) {
    auto machine = fixture("2-nodes");
    machine.nodes.push_back({8, {}, 1ull << 30, MemoryKind::gpu});
    machine.distances = {{10, 21, 80}, {21, 10, 80}, {80, 80, 10}};
    EXPECT_EQ(memory_summary(place(machine, "remote", 2, 1)), "1 0");
    EXPECT_EQ(memory_summary(place_ranks(machine, {*find_policy("remote"), {8}}, {2})), "8 8");
    EXPECT_EQ(memory_summary(place_ranks(machine, {*find_policy("bind"), {8}}, {1})), "8");
    EXPECT_EQ(machine.farthest_memory_node(0), 1);
    machine.nodes.erase(machine.nodes.begin() + 1);
    machine.distances.clear();
    EXPECT_EQ(why_not(*find_policy("remote"), machine),
              "remote needs 2 NUMA nodes with memory; this machine has 1 (memory of GPUs is used only when it "
              "is named: bind:8)");
}

TEST(Policy, RemoteLooksFromTheRanksNodeWhenDistancesAreAsymmetric) {
    auto machine = fixture("2-nodes");
    machine.nodes.push_back({7, {}, 1 << 20, MemoryKind::other});
    machine.distances = {{10, 15, 12}, {11, 10, 30}, {99, 99, 10}};
    EXPECT_EQ(memory_summary(place(machine, "remote", 2, 1)), "1 7");
}

TEST(Policy, RemoteReadsTheCapturedAsymmetricMatrixByRow) {
    const auto machine = fixture("4-nodes-asymmetric");
    EXPECT_EQ(machine.distance(0, 2), 21u);
    EXPECT_EQ(machine.distance(2, 0), 31u);
}

TEST(Policy, ModesAreWrittenAndReadBack) {
    for (auto mode : {MemoryMode::system_default, MemoryMode::bind, MemoryMode::interleave,
                      MemoryMode::preferred, MemoryMode::preferred_many, MemoryMode::weighted_interleave}) {
        EXPECT_EQ(memory_mode_from(to_string(mode)), mode);
    }
    EXPECT_FALSE(memory_mode_from("prefered"));
}

TEST(Policy, PreferredManyIsThePackageUnderSubNumaClustering) {
    EXPECT_EQ(memory_summary(place(fixture("sub-numa-clusters"), "preferred-many", 4, 1)), "0-1 0-1 2-3 2-3");
    EXPECT_EQ(memory_summary(place(fixture("2-nodes"), "preferred-many", 2, 1)), "0-1 0-1");
    EXPECT_EQ(memory_summary(place(fixture("2-nodes"), "preferred", 2, 1)), "0 1");
}

TEST(Policy, InterleaveLeavesOutNodesWithoutCpusOrMemory) {
    EXPECT_EQ(memory_summary(place(fixture("cpu-less-node"), "interleave", 1, 1)), "0-1");
    EXPECT_EQ(memory_summary(place(fixture("memoryless-node"), "interleave", 1, 1)), "0-1");
    EXPECT_EQ(memory_summary(place(fixture("8-nodes"), "interleave", 1, 1)), "0-7");
}

TEST(Policy, RemoteIsSkippedWhereItIsNoFartherThanLocal) {
    EXPECT_EQ(place(fixture("memoryless-node"), "remote", 3, 1).impossible,
              "remote would be no farther than local for rank 2 on node 2: no other memory is farther than "
              "node 0's, at distance 21");
    EXPECT_TRUE(place(fixture("memoryless-node"), "remote", 3, 1).ranks.empty());
    EXPECT_NE(place(fixture("all-memory-without-cpus"), "remote", 2, 1).impossible, "");
    EXPECT_EQ(memory_summary(place(fixture("two-empty-nodes"), "remote", 4, 1)), "2 2 0 0");
    auto equal = fixture("2-nodes");
    equal.distances = {{10, 10}, {10, 10}};
    EXPECT_NE(place(equal, "remote", 1, 1).impossible, "");
    PolicyChoice by_class(*find_policy("local"));
    by_class.classes = {{"optimizer", *find_policy("remote")}};
    EXPECT_EQ(place_ranks(equal, by_class, {1}).impossible.substr(0, 28), "optimizer=remote: remote wou");
}

TEST(Policy, RemoteIsNeverTheNodeThatLocalUses) {
    // Node 2 has a cpu and no memory and sees nodes 0 and 1 at one distance.
    const auto machine = fixture("memoryless-node");
    EXPECT_EQ(memory_summary(place(machine, "local", 3, 1)), "0 1 0");
    EXPECT_EQ(memory_summary(place(machine, "remote", 2, 1)), "1 0");
}

}  // namespace
}  // namespace accelbench::topology
