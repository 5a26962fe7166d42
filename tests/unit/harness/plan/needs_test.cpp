#include "harness/plan/needs.h"

#include <gtest/gtest.h>

#include "topology/machine.h"

namespace accelbench::plan {
namespace {

constexpr double mib = 1 << 20;

/// The null kernel with 64 MiB a rank, two ranks on two nodes of 1 GiB.
Plan plan_for(const char* policy) {
    SweepOptions options;
    options.kernel = "null";
    options.allreduce = "flat";  // the other ways keep memory of their own
    options.parameters = {{"memory", "67108864"}};
    options.policies = {*topology::find_policy(policy)};
    options.num_processes = {1, 2};
    options.threads = 1;
    options.seed = 1;
    Surroundings around;
    around.machine = topology::machine_from("pack:2 [numa(memory=1073741824)] core:2 pu:1");
    return make_plan(options, {}, around, {});
}

std::uint64_t on(const Plan& plan, int node) {
    const auto needed = needed_bytes(plan);
    return needed.count(node) ? needed.at(node) : 0;
}

TEST(Needs, AreThoseOfTheCellThatWantsMostOfANode) {
    const auto local = plan_for("local");
    EXPECT_EQ(on(local, 0), 64 * mib) << "one rank a node, also with two";
    EXPECT_EQ(on(local, 1), 64 * mib);
    EXPECT_EQ(on(plan_for("remote"), 1), 64 * mib);
}

TEST(Needs, OfInterleavedRanksAreDealtOverTheNodes) {
    const auto plan = plan_for("interleave");
    EXPECT_EQ(on(plan, 0), 64 * mib) << "half of two ranks";
    EXPECT_EQ(on(plan, 1), 64 * mib);
}

TEST(Needs, OfRanksThatAreNotBoundAreAnywhere) {
    const auto plan = plan_for("baseline");
    EXPECT_EQ(on(plan, -1), 128 * mib);
    EXPECT_EQ(on(plan, 0), 0);
}

TEST(Needs, OfSkippedCellsAreNone) {
    auto plan = plan_for("local");
    for (auto& cell : plan.cells) cell.skip = "not here";
    EXPECT_TRUE(needed_bytes(plan).empty());
}

}  // namespace
}  // namespace accelbench::plan
