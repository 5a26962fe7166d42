#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../fixture_machine.h"
#include "audited_tree.h"

namespace accelbench::topology {
namespace {

using testing::HasSubstr;

TEST(AuditLimits, ARefusedMemoryPolicyIsBadWithItsRemedy) {
    const FileTree tree;
    auto input = bare(tree);
    input.environment.mempolicy = "permitted";
    EXPECT_EQ(said(input, "mempolicy"), "good: permitted (tried)");
    input.environment.mempolicy = "mbind: Operation not permitted";
    EXPECT_EQ(said(input, "mempolicy"), "bad: refused (tried): mbind: Operation not permitted");
    EXPECT_THAT(row(input, "mempolicy").fix, HasSubstr("cap_sys_nice"));
    input.environment.virtualisation = "kvm, container (docker)";
    EXPECT_THAT(row(input, "mempolicy").fix, HasSubstr("--cap-add SYS_NICE"));
}

TEST(AuditLimits, AQuotaAboveTheCpusLimitsNothing) {
    FileTree tree;
    auto input = bare(tree);
    EXPECT_EQ(row(input, "cpu_limit").grade, Grade::unknown) << "a hidden group is not the same as no limit";
    tree.write("/proc/self/cgroup", "0::/user.slice\n");
    EXPECT_EQ(said(input, "cpu_limit"), "good: none");
    input.environment.cpu_quota_cores = 4;
    EXPECT_EQ(said(input, "cpu_limit"), "good: 4 of 4 cpus (cgroup)");
    input.environment.cpu_quota_cores = 2.5;
    EXPECT_EQ(said(input, "cpu_limit"), "warn: 2.5 of 4 cpus (cgroup)");
}

TEST(AuditLimits, AMemoryLimitBelowTheNeedIsBad) {
    const FileTree tree;
    auto input = bare(tree);
    input.environment.memory_limit_bytes = 4ULL << 30;
    EXPECT_EQ(said(input, "memory_limit"), "good: 4 GiB (cgroup)") << "the machine has less";
    input.environment.memory_limit_bytes = 1ULL << 30;
    EXPECT_EQ(said(input, "memory_limit"), "warn: 1 GiB (cgroup) of 2 GiB");
    input.needed_bytes = {{0, 1ULL << 30}, {1, 1ULL << 29}};
    EXPECT_EQ(said(input, "memory_limit"), "bad: 1 GiB (cgroup), 1.5 GiB needed");
}

TEST(AuditLimits, HiddenCpusAreCountedAndNamed) {
    const FileTree tree;
    auto input = bare(tree);
    EXPECT_EQ(said(input, "cpuset"), "good: all 4 cpus are usable");
    input.machine = fixture("cgroup-hides-half");
    EXPECT_EQ(said(input, "cpuset"), "warn: 4 of 8 cpus hidden (2-3,6-7)");
}

TEST(AuditLimits, IsolatedCpusOfOthersAreNoneOfOurs) {
    FileTree tree;
    EXPECT_EQ(row(bare(tree), "isolated_cpus").grade, Grade::unknown);
    tree.write("/sys/devices/system/cpu/isolated", "\n");
    EXPECT_EQ(said(bare(tree), "isolated_cpus"), "good: none");
    tree.write("/sys/devices/system/cpu/isolated", "2-3,8-9\n");
    EXPECT_EQ(said(bare(tree), "isolated_cpus"), "warn: cpus 2-3");
    tree.write("/sys/devices/system/cpu/isolated", "8-9\n");
    EXPECT_EQ(said(bare(tree), "isolated_cpus"), "good: none");
}

// The kernel takes isolated cpus out of every process's mask: no container hides them.
TEST(AuditLimits, IsolatedCpusThatAreHiddenAreNamedAsIsolated) {
    FileTree tree;
    tree.write("/sys/devices/system/cpu/isolated", "2-3,6-7\n");
    auto input = bare(tree);
    input.machine = fixture("cgroup-hides-half");
    EXPECT_EQ(said(input, "isolated_cpus"), "warn: cpus 2-3,6-7, which this process may not use");
    EXPECT_EQ(said(input, "cpuset"), "good: all 4 cpus that are not isolated are usable");
    tree.write("/sys/devices/system/cpu/isolated", "6-7\n");
    EXPECT_EQ(said(input, "cpuset"), "warn: 2 of 6 cpus hidden (2-3)");
}

TEST(AuditLimits, EachParanoidLevelNamesWhatIsLeft) {
    FileTree tree;
    auto input = bare(tree);
    const auto at = [&](const char* level) {
        input.environment.perf_event_paranoid = level;
        return said(input, "perf_event_paranoid");
    };
    EXPECT_EQ(at(""), "unknown: not reported by this system");
    EXPECT_EQ(at("-1"), "good: -1");
    EXPECT_EQ(at("0"), "good: 0");
    EXPECT_EQ(at("1"), "warn: 1: no counters of whole sockets");
    EXPECT_EQ(at("2"), "warn: 2: no counters of the Linux kernel or of whole sockets");
    EXPECT_EQ(at("3"), "warn: 3: no hardware counters at all");
    EXPECT_EQ(at("4"), "warn: 4: no hardware counters at all");
}

TEST(AuditLimits, CapabilitiesLiftTheParanoidLevel) {
    FileTree tree;
    auto input = bare(tree);
    input.environment.perf_event_paranoid = "4";
    for (const auto* capabilities : {"0000004000000000", "0000000000200000", "000001ffffffffff"}) {
        tree.write("/proc/self/status", std::string("Name:\ta\nCapEff:\t") + capabilities + "\n");
        EXPECT_EQ(said(input, "perf_event_paranoid"), "good: 4, but this user may count anyway")
            << capabilities;
    }
    tree.write("/proc/self/status", "CapEff:\t0000000000800000\n");  // CAP_SYS_NICE alone
    EXPECT_EQ(row(input, "perf_event_paranoid").grade, Grade::warn);
}

TEST(AuditLimits, LockedMemoryMattersWhereACardWritesByItself) {
    FileTree tree;
    EXPECT_EQ(row(bare(tree), "locked_memory").grade, Grade::unknown);
    const std::string heading = "Limit                     Soft Limit           Hard Limit           Units\n";
    tree.write("/proc/self/limits",
               heading + "Max locked memory         8388608              unlimited            bytes\n");
    EXPECT_EQ(said(bare(tree), "locked_memory"), "good: 8 MiB; no InfiniBand here that needs more");
    tree.write("/sys/class/infiniband/mlx5_0/node_guid", "1\n");
    EXPECT_EQ(said(bare(tree), "locked_memory"), "bad: 8 MiB, with InfiniBand");
    tree.write("/proc/self/limits",
               heading + "Max locked memory         unlimited            unlimited            bytes\n");
    EXPECT_EQ(said(bare(tree), "locked_memory"), "good: unlimited");
}

}  // namespace
}  // namespace accelbench::topology
