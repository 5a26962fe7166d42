#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audited_tree.h"

namespace accelbench::topology {
namespace {

constexpr const char* cpu = "/sys/devices/system/cpu/";

void write_each_cpu(const FileTree& tree, const std::string& file, const std::string& text) {
    for (int i = 0; i < 4; ++i) tree.write(cpu + ("cpu" + std::to_string(i)) + "/cpufreq/" + file, text);
}

TEST(AuditProcessor, PowersaveIsTheLowestClockOnlyWithoutHardwareThatChooses) {
    FileTree tree;
    write_each_cpu(tree, "scaling_governor", "powersave\n");
    tree.write(std::string(cpu) + "cpu0/cpufreq/scaling_driver", "intel_pstate\n");
    EXPECT_EQ(said(bare(tree), "governor"), "warn: powersave, intel_pstate");
    tree.write(std::string(cpu) + "cpu0/cpufreq/scaling_driver", "acpi-cpufreq\n");
    EXPECT_EQ(said(bare(tree), "governor"), "bad: powersave, acpi-cpufreq");
}

TEST(AuditProcessor, CpusOfDifferentGovernorsAreBadAndCounted) {
    FileTree tree;
    write_each_cpu(tree, "scaling_governor", "performance\n");
    tree.write(std::string(cpu) + "cpu2/cpufreq/scaling_governor", "powersave\n");
    EXPECT_EQ(said(bare(tree), "governor"), "bad: performance on 3 cpus, powersave on 1 cpu (2)");
}

TEST(AuditProcessor, ACpuThatWeMayNotUseHasNoSay) {
    FileTree tree;
    write_each_cpu(tree, "scaling_governor", "performance\n");
    tree.write(std::string(cpu) + "cpu9/cpufreq/scaling_governor", "powersave\n");
    EXPECT_EQ(said(bare(tree), "governor"), "good: performance");
}

TEST(AuditProcessor, TurboIsReadFromEitherFileTheRightWayRound) {
    FileTree intel;
    intel.write(std::string(cpu) + "intel_pstate/no_turbo", "1\n");
    EXPECT_EQ(said(bare(intel), "turbo"), "good: off");
    intel.write(std::string(cpu) + "intel_pstate/no_turbo", "0\n");
    EXPECT_EQ(said(bare(intel), "turbo"), "warn: on");
    FileTree amd;
    amd.write(std::string(cpu) + "cpufreq/boost", "1\n");
    EXPECT_EQ(row(bare(amd), "turbo").fix, "echo 0 > /sys/devices/system/cpu/cpufreq/boost");
    amd.write(std::string(cpu) + "cpufreq/boost", "0\n");
    EXPECT_EQ(said(bare(amd), "turbo"), "good: off");
}

TEST(AuditProcessor, WhatNobodyTellsNamesWhoKeepsIt) {
    FileTree tree;
    auto input = bare(tree);
    EXPECT_EQ(said(input, "turbo"), "unknown: not reported by this system");
    input.environment.virtualisation = "kvm";
    EXPECT_EQ(said(input, "turbo"), "unknown: not reported: the hypervisor decides it");
    input.environment.virtualisation = "container (docker)";
    EXPECT_EQ(said(input, "turbo"), "unknown: not reported: hidden from this container");
}

TEST(AuditProcessor, AClockThatIsHeldDownNamesBothClocks) {
    FileTree tree;
    write_each_cpu(tree, "cpuinfo_max_freq", "3800000\n");
    write_each_cpu(tree, "scaling_max_freq", "3800000\n");
    EXPECT_EQ(said(bare(tree), "frequency"), "good: up to 3.80 GHz");
    write_each_cpu(tree, "scaling_max_freq", "2000000\n");
    EXPECT_EQ(said(bare(tree), "frequency"), "warn: up to 3.80 GHz; capped at 2.00 GHz");
    tree.write(std::string(cpu) + "cpu1/cpufreq/scaling_max_freq", "1000000\n");
    EXPECT_EQ(said(bare(tree), "frequency"),
              "bad: up to 3.80 GHz; capped at 2000000 on 3 cpus, 1000000 on 1 cpu (1) kHz");
}

TEST(AuditProcessor, SiblingsAreSeenWhereTheKernelDoesNotTell) {
    FileTree tree;
    EXPECT_EQ(said(bare(tree), "smt"), "good: off");
    EXPECT_EQ(said(bare(tree, "pack:1 [numa] core:2 pu:2"), "smt"), "warn: on");
    auto half = bare(tree);
    half.machine.hidden_cpus = CpuSet{4, 5, 6, 7};
    EXPECT_EQ(row(half, "smt").grade, Grade::unknown) << "the siblings may be the hidden ones";
    tree.write(std::string(cpu) + "smt/control", "notimplemented\n");
    EXPECT_EQ(said(bare(tree), "smt"), "good: this processor has none");
}

TEST(AuditProcessor, ASlowClockIsChangedOnlyForOneThatIsOffered) {
    FileTree tree;
    auto input = bare(tree);
    for (const auto* quick : {"tsc", "arch_sys_counter", "kvm-clock"}) {
        input.environment.clock_source = quick;
        EXPECT_EQ(row(input, "clock_source").grade, Grade::good) << quick;
    }
    input.environment.clock_source = "hpet";
    EXPECT_THAT(row(input, "clock_source").fix, testing::HasSubstr("boot with tsc=reliable"));
    tree.write("/sys/devices/system/clocksource/clocksource0/available_clocksource", "tsc hpet\n");
    EXPECT_EQ(row(input, "clock_source").fix,
              "echo tsc > /sys/devices/system/clocksource/clocksource0/current_clocksource");
}

TEST(AuditProcessor, MicrocodeIsReadFromCpuinfoTooAndArmHasNone) {
    FileTree tree;
    EXPECT_EQ(row(bare(tree), "microcode").grade, Grade::unknown);
    tree.write("/proc/cpuinfo", "processor\t: 0\nmicrocode\t: 0x1000065\n");
    EXPECT_EQ(said(bare(tree), "microcode"), "good: 0x1000065");
    tree.write("/proc/cpuinfo", "processor\t: 0\nCPU implementer\t: 0x41\n");
    EXPECT_EQ(row(bare(tree), "microcode").grade, Grade::good);
}

}  // namespace
}  // namespace accelbench::topology
