#include "topology/environment.h"

#include <gtest/gtest.h>

#include "file_tree.h"

namespace accelbench::topology {
namespace {

TEST(Environment, FactsAreWhatTheFilesSay) {
    FileTree tree;
    tree.write("/proc/sys/kernel/osrelease", "6.1.0-18-amd64\n");
    tree.write("/etc/os-release", "NAME=\"Debian\"\nPRETTY_NAME=\"Debian GNU/Linux 12 (bookworm)\"\n");
    tree.write("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "performance\n");
    tree.write("/sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never\n");
    tree.write("/sys/kernel/mm/transparent_hugepage/hugepages-2048kB/enabled",
               "always [inherit] madvise never\n");
    tree.write("/sys/kernel/mm/transparent_hugepage/hpage_pmd_size", "536870912\n");
    tree.write("/sys/kernel/mm/hugepages/hugepages-2048kB/nr_hugepages", "8\n");
    tree.write("/sys/kernel/mm/hugepages/hugepages-2048kB/free_hugepages", "6\n");
    tree.write("/proc/sys/kernel/numa_balancing", "1\n");
    tree.write("/proc/sys/vm/zone_reclaim_mode", "0\n");
    tree.write("/proc/sys/kernel/randomize_va_space", "2\n");
    tree.write("/proc/sys/kernel/perf_event_paranoid", "-1\n");
    tree.write("/sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc\n");
    tree.write("/proc/loadavg", "1.25 0.5 0.25 1/200 4242\n");
    const auto facts = read_environment(tree.root());
    EXPECT_EQ(facts.kernel, "6.1.0-18-amd64");
    EXPECT_EQ(facts.distribution, "Debian GNU/Linux 12 (bookworm)");
    EXPECT_EQ(facts.governor, "performance");
    EXPECT_EQ(facts.transparent_hugepage, "madvise");
    EXPECT_EQ(facts.transparent_hugepage_2mib, "inherit");
    EXPECT_EQ(facts.transparent_hugepage_bytes, std::uint64_t{512} << 20);
    EXPECT_EQ(facts.base_page_bytes, 0u) << "this machine's says nothing about a captured tree's";
    EXPECT_EQ(facts.huge_pages, (HugePagePool{{{0, {8, 6}}}, 0}));
    EXPECT_EQ(facts.numa_balancing, "1");
    EXPECT_EQ(facts.zone_reclaim, "0");
    EXPECT_EQ(facts.aslr, "2");
    EXPECT_EQ(facts.perf_event_paranoid, "-1");
    EXPECT_EQ(facts.clock_source, "tsc");
    EXPECT_DOUBLE_EQ(facts.load_1min, 1.25);
    EXPECT_NE(facts.versions.find("hwloc 2."), std::string::npos);
    EXPECT_NE(facts.versions.find("libnuma 2."), std::string::npos);
}

TEST(Environment, WhatTheSystemDoesNotSayIsEmpty) {
    FileTree tree;
    const auto facts = read_environment(tree.root());
    EXPECT_EQ(facts.kernel, "");
    EXPECT_EQ(facts.governor, "");
    EXPECT_EQ(facts.virtualisation, "none");
    EXPECT_EQ(facts.cpu_quota_cores, 0);
    EXPECT_EQ(facts.memory_limit_bytes, 0u);
}

TEST(Environment, TheTightestCgroupV2LimitOfAllAncestorsWins) {
    FileTree tree;
    tree.write("/proc/self/cgroup", "0::/slurm/job_7/step_0\n");
    tree.write("/sys/fs/cgroup/slurm/cpu.max", "400000 100000\n");
    tree.write("/sys/fs/cgroup/slurm/job_7/cpu.max", "150000 100000\n");
    tree.write("/sys/fs/cgroup/slurm/job_7/step_0/cpu.max", "max 100000\n");
    tree.write("/sys/fs/cgroup/slurm/memory.max", "1073741824\n");
    tree.write("/sys/fs/cgroup/slurm/job_7/memory.max", "max\n");
    const auto facts = read_environment(tree.root());
    EXPECT_DOUBLE_EQ(facts.cpu_quota_cores, 1.5);
    EXPECT_EQ(facts.memory_limit_bytes, 1073741824u);
}

TEST(Environment, CgroupV1LimitsCountAndItsNoLimitDoesNot) {
    FileTree tree;
    tree.write("/proc/self/cgroup", "4:memory:/docker/1f\n3:cpu,cpuacct:/docker/1f\n1:name=systemd:/\n");
    tree.write("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "250000\n");
    tree.write("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n");
    tree.write("/sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n");
    auto facts = read_environment(tree.root());
    EXPECT_DOUBLE_EQ(facts.cpu_quota_cores, 2.5) << "a container sees its own group as the root";
    EXPECT_EQ(facts.memory_limit_bytes, 0u);
    tree.write("/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n");
    tree.write("/sys/fs/cgroup/memory/memory.limit_in_bytes", "4096\n");
    facts = read_environment(tree.root());
    EXPECT_EQ(facts.cpu_quota_cores, 0);
    EXPECT_EQ(facts.memory_limit_bytes, 4096u);
}

TEST(Environment, AHypervisorIsNamed) {
    FileTree tree;
    tree.write("/proc/cpuinfo", "processor : 0\nflags\t\t: fpu hypervisor lahf_lm\n");
    EXPECT_EQ(read_environment(tree.root()).virtualisation, "virtual machine (unnamed hypervisor)");
    tree.write("/sys/class/dmi/id/product_name", "KVM\n");
    EXPECT_EQ(read_environment(tree.root()).virtualisation, "kvm");
}

TEST(Environment, BareMetalOfACloudIsNoVirtualMachine) {
    FileTree tree;
    tree.write("/proc/cpuinfo", "processor : 0\nflags\t\t: fpu lahf_lm\n");
    tree.write("/sys/class/dmi/id/sys_vendor", "Amazon EC2\n");
    EXPECT_EQ(read_environment(tree.root()).virtualisation, "none");
}

TEST(Environment, AContainerIsNamedBesideItsVirtualMachine) {
    FileTree tree;
    tree.write("/proc/1/cgroup", "0::/kubepods/besteffort/pod1\n");
    EXPECT_EQ(read_environment(tree.root()).virtualisation, "container (kubernetes)");
    tree.write("/.dockerenv", "");
    tree.write("/proc/cpuinfo", "flags\t\t: hypervisor\nx\nflags : hypervisor");
    tree.write("/sys/class/dmi/id/product_name", "VMware7,1\n");
    EXPECT_EQ(read_environment(tree.root()).virtualisation, "vmware, container (docker)");
}

TEST(Environment, AMachineThatBootsAContainersFilesIsNoContainer) {
    FileTree tree;
    tree.write("/.dockerenv", "");
    tree.write("/proc/2/comm", "kthreadd\n");
    EXPECT_EQ(read_environment(tree.root()).virtualisation, "none");
}

TEST(Environment, ThisSystemSaysItsKernelAndItsPages) {
    EXPECT_NE(read_environment().kernel, "");
    EXPECT_GE(read_environment().base_page_bytes, 4096u);
}

}  // namespace
}  // namespace accelbench::topology
