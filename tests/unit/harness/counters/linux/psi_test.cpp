#include "harness/counters/linux/psi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../captured_tree.h"
#include "../readings.h"

namespace accelbench::counters {
namespace {

using ::testing::HasSubstr;

TEST(Pressure, IsInSecondsOfTheTotalNotOfTheAverages) {
    const auto seconds = parse_pressure(
        "some avg10=12.00 avg60=3.00 avg300=1.00 total=2500000\n"
        "full avg10=0.00 avg60=0.00 avg300=0.00 total=40\n");
    EXPECT_DOUBLE_EQ(seconds.at("some"), 2.5);
    EXPECT_DOUBLE_EQ(seconds.at("full"), 0.00004);
}

TEST(Pressure, OfTheMachineIsReadWhereThereIsNoGroup) {
    CapturedTree tree("intel-sub-numa");
    auto source = open_psi(tree.root());
    EXPECT_DOUBLE_EQ(*reading_of(*source, "psi_cpu_some").value, 2.5);
    EXPECT_DOUBLE_EQ(*reading_of(*source, "psi_memory_full").value, 0.25);
    EXPECT_THAT(reason_of(*source, "psi_group_cpu_some"), HasSubstr("no control group of version 2"));
}

// A container's own limits throttle it while the machine idles; its path is said as seen from outside.
TEST(Pressure, OfTheOwnGroupIsReadInAContainer) {
    CapturedTree tree("container");
    auto source = open_psi(tree.root());
    EXPECT_DOUBLE_EQ(*reading_of(*source, "psi_group_cpu_full").value, 1.5);
    EXPECT_DOUBLE_EQ(*reading_of(*source, "psi_group_memory_some").value, 0.02);
    EXPECT_THAT(reason_of(*source, "psi_cpu_some"), HasSubstr("psi=1"));
}

TEST(Pressure, OfAGroupBesideVersionOneIsFoundBelowUnified) {
    topology::FileTree tree;
    tree.write("/proc/self/cgroup", "4:cpu:/job\n0::/job/7\n");
    tree.write("/sys/fs/cgroup/unified/job/7/cgroup.type", "domain\n");
    tree.write("/sys/fs/cgroup/unified/job/7/cpu.pressure", "some avg10=0 avg60=0 avg300=0 total=1000000\n");
    auto source = open_psi(tree.root());
    EXPECT_DOUBLE_EQ(*reading_of(*source, "psi_group_cpu_some").value, 1);
    EXPECT_THAT(reason_of(*source, "psi_group_cpu_full"), HasSubstr("this Linux kernel doesn't report it"));
}

// The machine's pressure would stand in the report twice, once as that of a group.
TEST(Pressure, OfTheRootGroupIsTheMachines) {
    topology::FileTree tree;
    tree.write("/proc/self/cgroup", "0::/\n");
    tree.write("/sys/fs/cgroup/cpu.pressure", "some avg10=0 avg60=0 avg300=0 total=1000000\n");
    auto source = open_psi(tree.root());
    EXPECT_THAT(reason_of(*source, "psi_group_cpu_some"), HasSubstr("root control group"));
    EXPECT_EQ(reading_of(*source, "psi_group_cpu_some").value, std::nullopt);
}

}  // namespace
}  // namespace accelbench::counters
