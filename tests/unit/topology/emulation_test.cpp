#include "topology/emulation.h"

#include <gtest/gtest.h>

#include "file_tree.h"
#include "topology/environment.h"
#include "topology/hypervisor_signature.h"

namespace accelbench::topology {
namespace {

std::string emulation_of(const std::string& command_line, const std::string& signature = "") {
    const FileTree tree;
    if (!command_line.empty()) tree.write("/proc/cmdline", command_line);
    return read_emulation(tree.root(), signature);
}

// Without this the times of a guest of scripts/numa-lab would be judged as if its nodes were nodes.
TEST(Emulation, AGuestOfTheNumaLabIsNamedWithItsAccelerator) {
    EXPECT_EQ(emulation_of("console=ttyS0 accelbench.numa_lab=tcg panic=-1\n"), "numa-lab, tcg");
    EXPECT_EQ(emulation_of("accelbench.numa_lab=kvm\n"), "numa-lab, kvm");
    EXPECT_EQ(emulation_of("accelbench.numa_lab=\n"), "numa-lab");
}

TEST(Emulation, NodesThatTheKernelPretendsAreNamed) {
    EXPECT_EQ(emulation_of("quiet numa=fake=4 splash\n"), "numa=fake=4 on the kernel command line");
    EXPECT_EQ(emulation_of("numa=fake=8 numa=fake=2G"), "numa=fake=2G on the kernel command line")
        << "the kernel takes the last one";
}

TEST(Emulation, QemuWithoutKvmIsKnownByItsProcessorsSignature) {
    EXPECT_EQ(emulation_of("quiet\n", "TCGTCGTCGTCG"), "qemu without KVM");
}

TEST(Emulation, TheLabComesBeforePretendedNodesAndTheseBeforeTheProcessor) {
    EXPECT_EQ(emulation_of("numa=fake=2 accelbench.numa_lab=kvm", "TCGTCGTCGTCG"), "numa-lab, kvm");
    EXPECT_EQ(emulation_of("numa=fake=2", "TCGTCGTCGTCG"), "numa=fake=2 on the kernel command line");
}

// A real server, and a virtual machine with real memory behind it, must get their verdicts.
TEST(Emulation, RealMachinesAndHardwareVirtualMachinesAreNotEmulated) {
    EXPECT_EQ(emulation_of("root=UUID=1 ro numa_balancing=disable numa=off\n"), "");
    EXPECT_EQ(emulation_of("quiet", "KVMKVMKVM"), "");
    EXPECT_EQ(emulation_of("root=/dev/accelbench.numa_lab=tcg not.numa=fake=2"), "")
        << "only whole words count";
    EXPECT_EQ(emulation_of(""), "") << "no /proc/cmdline at all";
}

TEST(Emulation, TheEnvironmentHoldsIt) {
    FileTree tree;
    EXPECT_EQ(read_environment(tree.root()).emulation, "");
    tree.write("/proc/cmdline", "accelbench.numa_lab=tcg\n");
    EXPECT_EQ(read_environment(tree.root()).emulation, "numa-lab, tcg");
}

// On a virtual machine the signature is there, on bare metal it is not: the two sources must agree.
TEST(Emulation, TheSignatureIsThereExactlyUnderAHypervisor) {
    std::string cpuinfo;
    for (std::ifstream file("/proc/cpuinfo"); std::getline(file, cpuinfo) && !cpuinfo.starts_with("flags");) {
    }
    if (cpuinfo.empty()) GTEST_SKIP() << "/proc/cpuinfo names no flags: not an x86 processor";
    EXPECT_EQ(!hypervisor_signature().empty(), cpuinfo.find(" hypervisor") != std::string::npos);
}

}  // namespace
}  // namespace accelbench::topology
