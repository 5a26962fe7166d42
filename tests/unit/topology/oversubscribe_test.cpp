#include <gtest/gtest.h>

#include "fixture_machine.h"

namespace accelbench::topology {
namespace {

const Machine& sixteen_cores() {
    static const Machine machine = machine_from("pack:2 [numa] core:8 pu:1");
    return machine;
}

TEST(Oversubscription, ThreadsThatDoNotFitOneNodeSayWhichAndWhatWouldFit) {
    EXPECT_EQ(place(sixteen_cores(), "local", 1, 12).impossible,
              "local binds a rank to one node; 12 threads do not fit node 0's 8 cores: 1 process of 8 "
              "threads would "
              "fit; --oversubscribe lets shares overlap");
    EXPECT_EQ(place(sixteen_cores(), "baseline", 1, 12).impossible, "") << "an unbound rank may cross nodes";
}

TEST(Oversubscription, TooManyRanksSayWhatWouldFit) {
    EXPECT_EQ(place(sixteen_cores(), "local", 4, 8).impossible,
              "4 processes of 8 threads do not fit the 16 cores usable here on 2 nodes: 2 processes of 8 "
              "threads would "
              "fit, 4 processes of 4 threads would fit; --oversubscribe lets shares overlap");
    EXPECT_EQ(
        place(sixteen_cores(), "baseline", 17, 1).impossible,
        "17 processes of 1 thread do not fit the 16 cores usable here: 16 processes of 1 thread would fit; "
        "--oversubscribe lets shares overlap");
}

TEST(Oversubscription, IsRefusedUnlessAskedForAndThenMarked) {
    for (const char* policy : {"baseline", "local", "interleave", "remote"}) {
        const auto refused = place(sixteen_cores(), policy, 32, 1);
        EXPECT_TRUE(refused.ranks.empty()) << policy;
        EXPECT_NE(refused.impossible, "") << policy;
        EXPECT_FALSE(refused.oversubscribed) << policy;
        const auto allowed = place(sixteen_cores(), policy, 32, 1, Spread::spread, true);
        EXPECT_EQ(allowed.ranks.size(), 32u) << policy;
        EXPECT_EQ(allowed.impossible, "") << policy;
        EXPECT_TRUE(allowed.oversubscribed) << policy;
    }
}

TEST(Oversubscription, SharesWrapAroundTheirNode) {
    const auto machine = machine_from("pack:2 [numa] core:3 pu:1");
    EXPECT_EQ(summary(place(machine, "local", 4, 2, Spread::spread, true)), "0-1@0 0,2@0 3-4@1 3,5@1");
    EXPECT_EQ(summary(place(machine, "local", 2, 9, Spread::spread, true)), "0-2@0 3-5@1");
}

TEST(Oversubscription, WhatFitsIsNotMarkedEvenWhenItIsAllowed) {
    const auto placement = place(sixteen_cores(), "local", 2, 8, Spread::spread, true);
    EXPECT_FALSE(placement.oversubscribed);
    EXPECT_EQ(summary(placement), "0-7@0 8-15@1");
}

TEST(Oversubscription, ImpossibleNumbersAreNamed) {
    EXPECT_EQ(place(sixteen_cores(), "local", 0, 1).impossible, "0 processes: at least 1 is needed");
    EXPECT_EQ(place(sixteen_cores(), "local", 1, 0).impossible, "0 threads: at least 1 is needed");
    EXPECT_EQ(place(sixteen_cores(), "local", 1, -4).impossible, "-4 threads: at least 1 is needed");
    EXPECT_NE(place(sixteen_cores(), "local", 1, 2147483647).impossible, "");
}

TEST(Oversubscription, AMissingNodeIsTheFirstReason) {
    EXPECT_EQ(place(fixture("1-node"), "remote", 64, 64, Spread::spread, true).impossible,
              "remote needs 2 NUMA nodes with memory; this machine has 1");
}

TEST(Oversubscription, AMachineWithoutCoresIsNamed) {
    EXPECT_EQ(place(Machine{}, "baseline", 1, 1).impossible, "no usable core on this machine");
    EXPECT_EQ(default_threads(Machine{}, 1, Spread::spread), 1);
}

}  // namespace
}  // namespace accelbench::topology
