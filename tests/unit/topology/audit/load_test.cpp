#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "audited_tree.h"

namespace accelbench::topology {
namespace {

TEST(AuditLoad, AnEmulatedMachineIsBadAndAVirtualOneAWarning) {
    const FileTree tree;
    auto input = bare(tree);
    EXPECT_EQ(said(input, "virtualisation"), "good: none");
    input.environment.virtualisation = "container (docker)";
    EXPECT_EQ(said(input, "virtualisation"), "good: container (docker)")
        << "a container runs on the bare processor";
    input.environment.virtualisation = "kvm, container (docker)";
    EXPECT_EQ(said(input, "virtualisation"), "warn: kvm, container (docker)");
    input.environment.emulation = "numa-lab, tcg";
    EXPECT_EQ(said(input, "virtualisation"), "bad: emulated (numa-lab, tcg): times mean nothing");
}

TEST(AuditLoad, StealIsAShareOfTheTimeThatSomebodyWanted) {
    FileTree tree;
    EXPECT_EQ(row(bare(tree), "steal").grade, Grade::unknown);
    tree.write("/proc/stat", "cpu  900 0 0 100000 500 0 0 0 0 0\ncpu0 1 2\n");
    EXPECT_EQ(said(bare(tree), "steal"), "good: 0.0 % since boot");
    tree.write("/proc/stat", "cpu  970 0 0 100000 500 0 0 30 0 0\n");
    EXPECT_EQ(said(bare(tree), "steal"), "warn: 3.0 % since boot")
        << "idle time must not thin it";
    tree.write("/proc/stat", "cpu  900 0 0 100000 500 0 0 100 0 0\n");
    EXPECT_EQ(said(bare(tree), "steal"), "bad: 10.0 % since boot");
    tree.write("/proc/stat", "cpu  900 0 0 100000\n");
    EXPECT_EQ(row(bare(tree), "steal").grade, Grade::unknown)
        << "an old kernel says no steal, which is not 0";
}

TEST(AuditLoad, LoadIsHeldAgainstAllCpusOfTheMachine) {
    FileTree tree;
    auto input = bare(tree);
    tree.write("/proc/loadavg", "0.39 1 1 1/100 7\n");
    EXPECT_EQ(said(input, "load"), "good: 0.39 on 4 cpus");
    tree.write("/proc/loadavg", "1.50 1 1 1/100 7\n");
    EXPECT_EQ(said(input, "load"), "warn: 1.50 on 4 cpus");
    tree.write("/proc/loadavg", "2.00 1 1 1/100 7\n");
    EXPECT_EQ(said(input, "load"), "bad: 2.00 on 4 cpus");
    input.machine.hidden_cpus = CpuSet{4, 5, 6, 7};
    EXPECT_EQ(said(input, "load"), "warn: 2.00 on 8 cpus");
}

TEST(AuditLoad, OneLayoutForAllLaunchesIsAWarning) {
    const FileTree tree;
    auto input = bare(tree);
    input.environment.aslr = "2";
    EXPECT_EQ(said(input, "aslr"), "good: on");
    input.environment.aslr = "0";
    EXPECT_EQ(said(input, "aslr"), "warn: off");
}

TEST(AuditSoftware, AnMpiThatDoesNotLoadIsNamed) {
    const FileTree tree;
    auto input = bare(tree);
    input.mpi = "Open MPI v4.1.4";
    EXPECT_EQ(said(input, "mpi"), "good: Open MPI v4.1.4");
    input.mpi = "none";
    EXPECT_EQ(row(input, "mpi").grade, Grade::warn);
    input.mpi = "unknown: libmpi.so.40 is missing";
    EXPECT_EQ(said(input, "mpi"), "warn: unknown: libmpi.so.40 is missing");
}

TEST(AuditSoftware, AGpuWithoutItsDriverIsAWarning) {
    FileTree tree;
    auto input = bare(tree);
    EXPECT_EQ(said(input, "cuda"), "good: no GPU, no driver");
    input.machine.devices.push_back({Device::Kind::gpu, "card0", "0000:01:00.0", 0});
    EXPECT_EQ(said(input, "cuda"), "warn: 1 GPU seen, no NVIDIA driver");
    tree.write("/proc/driver/nvidia/version",
               "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.15  Tue Mar  5\n");
    EXPECT_EQ(said(input, "cuda"), "good: driver 550.54.15, 1 GPU seen");
    tree.write("/proc/driver/nvidia/version",
               "NVRM version: NVIDIA UNIX Open Kernel Module for aarch64  560.35  Release\n");
    EXPECT_EQ(said(input, "cuda"), "good: driver 560.35, 1 GPU seen") << "aarch64 is no version";
}

}  // namespace
}  // namespace accelbench::topology
