#include "topology/far_nodes.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "fixture_machine.h"

namespace accelbench::topology {
namespace {

std::vector<int> shares(const std::vector<int>& nodes) {
    std::map<int, int> by_node;
    for (const int node : nodes) ++by_node[node];
    std::vector<int> counts;
    for (const auto& [node, count] : by_node) counts.push_back(count);
    std::sort(counts.begin(), counts.end());
    return counts;
}

TEST(FarNodes, AMatchingIsFoundWhereTheLowestFreeNodeLeadsAstray) {
    // Rank 0 would take node 5, the only one of rank 1.
    EXPECT_EQ(assign_far_nodes({{0, {5, 6}}, {1, {5}}}), (std::vector<int>{6, 5}));
    EXPECT_EQ(assign_far_nodes({{0, {5, 6}}, {1, {5, 7}}, {2, {5}}, {3, {6, 7, 8}}}),
              (std::vector<int>{6, 7, 5, 8}));
}

TEST(FarNodes, RanksThatShareANodeUnderLocalShareOne) {
    const std::vector<FarRank> ranks{{0, {4, 5}}, {0, {4, 5}}, {0, {4, 5}}, {1, {4, 5}}};
    EXPECT_EQ(assign_far_nodes(ranks), (std::vector<int>{4, 4, 4, 5}));
}

TEST(FarNodes, WhereTwoHaveOnlyOneTheySplitItAndTheOthersStayApart) {
    EXPECT_EQ(assign_far_nodes({{0, {2}}, {1, {2}}, {2, {0, 1}}, {3, {0, 1}}}),
              (std::vector<int>{2, 2, 0, 1}));
    // Three groups of two, two nodes: 3 and 3, not 4 and 2.
    const NodeSet both{7, 8};
    EXPECT_EQ(shares(assign_far_nodes({{0, both}, {0, both}, {1, both}, {1, both}, {2, both}, {2, both}})),
              (std::vector<int>{3, 3}));
}

// Rank by rank to the emptiest node is not enough: the first of two then takes what only the second can have.
TEST(FarNodes, RanksWithoutANodeOfTheirOwnMoveEachOther) {
    const std::vector<FarRank> ranks{{0, {1, 2}}, {9, {1, 2}}, {3, {1, 2}}, {4, {1}}};
    EXPECT_EQ(shares(assign_far_nodes(ranks)), (std::vector<int>{2, 2}));
}

TEST(FarNodes, ARingsNodesGoAcrossIt) {
    for (const int size : {5, 6, 7, 8}) {
        std::vector<FarRank> ranks;
        for (int node = 0; node < size; ++node)
            ranks.push_back({node, {(node + size / 2) % size, (node + (size + 1) / 2) % size}});
        EXPECT_EQ(shares(assign_far_nodes(ranks)), std::vector<int>(static_cast<std::size_t>(size), 1))
            << size;
    }
}

TEST(FarNodes, SmallNodesAreTakenLast) {
    EXPECT_EQ(assign_far_nodes({{0, {4, 5}}, {1, {4, 5}}}, {{4, 0}}), (std::vector<int>{5, 5}));
    EXPECT_EQ(assign_far_nodes({{0, {4, 5}}, {0, {4, 5}}}, {{4, 1}, {5, 2}}), (std::vector<int>{5, 5}));
    EXPECT_EQ(assign_far_nodes({{0, {4}}}, {{4, 0}}), (std::vector<int>{4})) << "the plan then says why not";
}

/// The fewest ranks on the fullest node, by trying all assignments.
int least_maximum(const std::vector<FarRank>& ranks, std::size_t next, std::map<int, int>& load) {
    if (next == ranks.size()) {
        int most = 0;
        for (const auto& [node, count] : load) most = std::max(most, count);
        return most;
    }
    int best = 1 << 20;
    for (const int node : ranks[next].candidates) {
        ++load[node];
        best = std::min(best, least_maximum(ranks, next + 1, load));
        --load[node];
    }
    return best;
}

// One rank a node: where any assignment keeps them apart it is found, and otherwise none is evener.
TEST(FarNodes, NoAssignmentOfRandomMachinesIsEvener) {
    std::mt19937 random(1);
    for (int machine = 0; machine < 300; ++machine) {
        const int size = 2 + static_cast<int>(random() % 5);
        std::vector<FarRank> ranks;
        for (int node = 0; node < size; ++node) {
            FarRank rank{node, {}};
            for (int far = 0; far < size; ++far)
                if (far != node && random() % 2) rank.candidates.insert(far);
            if (rank.candidates.empty()) rank.candidates.insert((node + 1) % size);
            ranks.push_back(rank);
        }
        const auto nodes = assign_far_nodes(ranks);
        std::map<int, int> load;
        for (std::size_t rank = 0; rank < ranks.size(); ++rank)
            ASSERT_TRUE(ranks[rank].candidates.contains(nodes[rank]));
        EXPECT_EQ(shares(nodes).back(), least_maximum(ranks, 0, load)) << machine;
    }
}

TEST(FarNodes, ManyRanksAreAssignedInNoTime) {
    const NodeSet only{1};
    const std::vector<FarRank> ranks(65536, {0, only});
    EXPECT_EQ(shares(assign_far_nodes(ranks)), (std::vector<int>{65536}));
}

TEST(FarNodes, OnlyNodesFartherThanLocalsAreFar) {
    const auto machine = fixture("memoryless-node");
    EXPECT_EQ(farthest_nodes(machine, 2, machine.nodes_with_memory()), NodeSet{});
    EXPECT_EQ(farthest_nodes(machine, 0, machine.nodes_with_memory()), NodeSet{1});
    EXPECT_EQ(farthest_nodes(fixture("4-nodes"), 0, {0, 1, 2, 3}), (NodeSet{2, 3}));
    EXPECT_EQ(local_memory_node(machine, 2), 0);
}

}  // namespace
}  // namespace accelbench::topology
