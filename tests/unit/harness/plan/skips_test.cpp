#include "harness/plan/skips.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harness/plan/cells.h"

namespace accelbench::plan {
namespace {

using testing::HasSubstr;

constexpr std::uint64_t one_gib = 1ull << 30;

/// Why one process that wants so many bytes is skipped under the policy, on two nodes of so many; "": it runs.
std::string skip_of(const char* policy, std::uint64_t wanted, std::uint64_t each_node) {
    SweepOptions options;
    options.kernel = "null";
    options.num_processes = {1};
    options.policies = {*topology::find_policy(policy)};
    options.parameters = {{"memory", std::to_string(wanted)}};
    options.allreduce = "flat";  // the other ways keep memory of their own
    Surroundings around;
    around.machine = topology::machine_from("numa:2 core:4 pu:1");
    for (auto& node : around.machine.nodes) node.memory_bytes = each_node;
    return make_cells(options, around).at(0).skip;
}

// A cell that fits exactly would be skipped: "needs 1.0 GiB on node 0, which has 1.0".
TEST(Skips, ANodeIsTooSmallOnlyForMoreThanItHas) {
    EXPECT_EQ(skip_of("local", one_gib, one_gib), "");
    EXPECT_THAT(skip_of("local", one_gib, one_gib - 4096), HasSubstr("needs 1.0 GiB on node 0, which has 1.0"));
}

// Ranks that are not bound may use all nodes; more than those have ends in the out-of-memory killer.
TEST(Skips, UnboundRanksHaveTheMemoryOfAllNodesAndNoMore) {
    EXPECT_EQ(skip_of("baseline", 2 * one_gib, one_gib), "");
    EXPECT_EQ(skip_of("baseline", 3 * one_gib, one_gib), "needs 3.0 GiB on this machine, which has 2.0");
}

}  // namespace
}  // namespace accelbench::plan
