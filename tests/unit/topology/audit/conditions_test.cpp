#include "topology/audit/conditions.h"

#include <gtest/gtest.h>

#include "../file_tree.h"

namespace accelbench::topology {
namespace {

TEST(Conditions, WhatTheSystemDoesNotSayIsAbsentAndNotZero) {
    const FileTree tree;
    const auto conditions = ConditionsWatch(tree.root()).done(CpuSet{0, 1});
    EXPECT_FALSE(conditions.load_1min);
    EXPECT_FALSE(conditions.steal_share);
    EXPECT_FALSE(conditions.clocks);
    EXPECT_TRUE(conditions.free_memory_bytes.empty());
}

TEST(Conditions, StealIsThatOfTheTimeBetween) {
    FileTree tree;
    tree.write("/proc/stat", "cpu  1000 0 0 5000 0 0 0 900 0 0\n");
    tree.write("/proc/loadavg", "1.25 1 1 1/100 7\n");
    const ConditionsWatch watch(tree.root());
    tree.write("/proc/stat", "cpu  1096 0 0 9000 0 0 0 904 0 0\n");
    tree.write("/proc/loadavg", "3.00 1 1 1/100 7\n");
    const auto conditions = watch.done(CpuSet{0});
    EXPECT_DOUBLE_EQ(conditions.steal_share.value(), 0.04);
    EXPECT_DOUBLE_EQ(conditions.load_1min.value(), 1.25)
        << "our own steps must not count as load from others";
}

TEST(Conditions, NoTickBetweenIsNoShare) {
    EXPECT_FALSE(steal_share({100, 5}, {100, 5}));
    EXPECT_FALSE(steal_share({100, 5}, {200, 4})) << "a cpu that went away took its ticks along";
    EXPECT_DOUBLE_EQ(steal_share({100, 5}, {200, 5}).value(), 0);
}

TEST(Conditions, ClocksAreThoseOfTheRanksCpus) {
    FileTree tree;
    tree.write("/proc/cpuinfo",
               "processor\t: 0\ncpu MHz\t\t: 1000.5\n\nprocessor\t: 1\ncpu MHz\t\t: 3000\n\nprocessor\t: "
               "2\ncpu MHz\t\t: 2000\n");
    EXPECT_DOUBLE_EQ(read_cpu_clocks(CpuSet{0, 1, 2}, tree.root())->median_mhz, 2000);
    EXPECT_DOUBLE_EQ(read_cpu_clocks(CpuSet{1, 2}, tree.root())->least_mhz, 2000);
    EXPECT_DOUBLE_EQ(read_cpu_clocks(CpuSet{1, 2}, tree.root())->median_mhz, 2500);
    EXPECT_FALSE(read_cpu_clocks(CpuSet{7}, tree.root()));
    tree.write("/sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "3600000\n");
    EXPECT_DOUBLE_EQ(read_cpu_clocks(CpuSet{1}, tree.root())->least_mhz, 3600)
        << "cpufreq knows better than cpuinfo";
}

TEST(Conditions, Arm64SaysNoClockInCpuinfo) {
    FileTree tree;
    tree.write("/proc/cpuinfo", "processor\t: 0\nBogoMIPS\t: 2000.00\n");
    EXPECT_FALSE(read_cpu_clocks(CpuSet{0}, tree.root()));
}

}  // namespace
}  // namespace accelbench::topology
