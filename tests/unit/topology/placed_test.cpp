#include <gtest/gtest.h>

#include <array>

#include "fixture_machine.h"
#include "in_child.h"
#include "topology/bind.h"
#include "topology/environment.h"
#include "topology/verify.h"

namespace accelbench::topology {
namespace {

constexpr std::size_t bytes = std::size_t{16} << 20;

/// Binds, allocates and touches as `bound` says, then checks against `asked`; "" when all is where it was
/// asked to be.
std::string check_really(const RankPlacement& bound, const RankPlacement& asked) {
    if (const auto refusal = bind_process(bound)) return *refusal;
    NumaBuffer buffer("b", bytes, bound.memory);
    buffer.touch(0, bytes);
    const std::array<const NumaBuffer*, 1> list{&buffer};
    return check_placement(observe(list), asked).reason;
}

TEST(Placed, EveryPolicyOfThisMachineEndsWhereItWasAskedToBe) {
    if (const auto refusal = mempolicy_refusal()) GTEST_SKIP() << *refusal;
    const auto machine = this_machine();
    for (const Policy& policy : policies()) {
        if (policy.names_nodes == NamesNodes::must || why_not(policy, machine)) continue;
        const int processes = machine.nodes_with_cpus().size();
        const auto placement = place(machine, policy.name.data(), processes, 1);
        ASSERT_EQ(placement.impossible, "") << policy.name;
        for (const auto& rank : placement.ranks) {
            EXPECT_EQ(in_child([&] { return check_really(rank, rank); }), "")
                << policy.name << " rank " << rank.local_rank;
        }
    }
}

TEST(Placed, PagesOfRemoteAreMisplacedForLocal) {
    if (const auto refusal = mempolicy_refusal()) GTEST_SKIP() << *refusal;
    const auto machine = this_machine();
    if (const auto reason = why_not(*find_policy("remote"), machine)) GTEST_SKIP() << *reason;
    const auto local = place(machine, "local", 1, 1).ranks.at(0);
    const auto remote = place(machine, "remote", 1, 1).ranks.at(0);
    const auto interleave = place(machine, "interleave", 1, 1).ranks;
    EXPECT_NE(in_child([&] { return check_really(remote, local); }), "");
    if (!interleave.empty()) {
        EXPECT_NE(in_child([&] { return check_really(local, interleave[0]); }), "");
    }
}

}  // namespace
}  // namespace accelbench::topology
