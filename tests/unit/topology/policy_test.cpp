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

TEST(Policy, RemoteIsTheFarthestNodeAndTiesGoToTheLowestIndex) {
    EXPECT_EQ(memory_summary(place(fixture("2-nodes"), "remote", 2, 1)), "1 0");
    EXPECT_EQ(memory_summary(place(fixture("4-nodes"), "remote", 4, 1)), "2 2 0 0");
    EXPECT_EQ(memory_summary(place(fixture("8-nodes"), "remote", 8, 1)), "4 4 6 6 0 0 2 2");
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

TEST(Policy, RemoteIsNeverTheNodeThatLocalUses) {
    // Node 2 has a cpu and no memory and sees nodes 0 and 1 at one distance.
    const auto machine = fixture("memoryless-node");
    EXPECT_EQ(memory_summary(place(machine, "local", 3, 1)), "0 1 0");
    EXPECT_EQ(memory_summary(place(machine, "remote", 3, 1)), "1 0 1");
}

}  // namespace
}  // namespace accelbench::topology
