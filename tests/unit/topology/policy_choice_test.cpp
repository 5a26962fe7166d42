#include "topology/policy_choice.h"

#include <gtest/gtest.h>

#include "fixture_machine.h"

namespace accelbench::topology {
namespace {

PolicyChoice choice(const char* policy, NodeSet nodes = {}) {
    return {*find_policy(policy), std::move(nodes)};
}

MemoryPlan plan_of(const PolicyChoice& policy, const Machine& machine, int home_node) {
    return memory_plans(policy, machine, {home_node}).at(0);
}

TEST(PolicyChoice, IsNamedAsOneWouldTypeIt) {
    EXPECT_EQ(choice("local").name(), "local");
    EXPECT_EQ(choice("node", {0, 2, 3}).name(), "bind:0,2-3");
    auto place = choice("local");
    place.classes = {{"weights", choice("interleave")}, {"staging", choice("node", {1})}};
    EXPECT_EQ(place.name(), "weights=interleave,staging=bind:1");
    place.row = find_policy("remote");
    EXPECT_EQ(place.name(), "weights=interleave,staging=bind:1,rest=remote");
}

TEST(PolicyChoice, NodesThatAreNamedAreTakenAsTheyAre) {
    const auto machine = fixture("cpu-less-node");
    EXPECT_EQ(plan_of(choice("interleave"), machine, 0).nodes.to_string(), "0-1");
    EXPECT_EQ(plan_of(choice("interleave", {0, 2}), machine, 0).nodes.to_string(), "0,2");
    EXPECT_EQ(plan_of(choice("bind", {2}), machine, 1).nodes.to_string(), "2");
    EXPECT_FALSE(why_not(choice("bind", {2}), machine));
}

TEST(PolicyChoice, ANodeWithoutMemoryIsNamedInTheReason) {
    EXPECT_EQ(why_not(choice("bind", {1, 7}), fixture("2-nodes")),
              "bind:1,7 names node 7, which has no memory here; nodes with memory: 0-1");
    EXPECT_EQ(why_not(choice("preferred", {2}), fixture("memoryless-node")),
              "preferred:2 names node 2, which has no memory here; nodes with memory: 0-1");
}

TEST(PolicyChoice, AModeThatTheKernelRefusesIsSaidWithTheVersionThatHasIt) {
    auto machine = fixture("2-nodes");
    EXPECT_FALSE(why_not(choice("weighted-interleave"), machine));
    machine.refused_modes = {MemoryMode::weighted_interleave};
    EXPECT_EQ(why_not(choice("weighted-interleave"), machine),
              "weighted-interleave needs Linux 6.9 or newer; this Linux kernel refuses the mode");
    auto place = choice("local");
    place.classes = {{"weights", choice("weighted-interleave")}};
    EXPECT_EQ(why_not(place, machine)->substr(0, 29), "weights=weighted-interleave: ");
}

TEST(PolicyChoice, WeightsAreTheKernelsAndOneWhereItSaysNone) {
    auto machine = fixture("2-nodes");
    machine.nodes[0].interleave_weight = 3;
    const auto memory = plan_of(choice("weighted-interleave"), machine, 0);
    EXPECT_EQ(memory.weights, (std::map<int, int>{{0, 3}, {1, 1}}));
    EXPECT_DOUBLE_EQ(share_of(memory, 0), 0.75);
    EXPECT_EQ(to_string(static_cast<const MemoryBinding&>(memory)), "weighted-interleave 0-1 (3:1)");
}

TEST(PolicyChoice, AClassGoesItsOwnWayAndTheRestLocal) {
    auto place = choice("local");
    place.classes = {{"optimizer", choice("remote")}};
    const auto memory = plan_of(place, fixture("2-nodes"), 1);
    EXPECT_EQ(memory.of("optimizer").nodes.to_string(), "0");
    EXPECT_EQ(memory.of("weights").nodes.to_string(), "1");
    EXPECT_EQ(memory_class_of("optimizer/first moment"), "optimizer");
    EXPECT_EQ(memory_class_of("weights"), "weights");
}

}  // namespace
}  // namespace accelbench::topology
