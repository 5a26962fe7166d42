#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../fixture_machine.h"
#include "audited_tree.h"

namespace accelbench::topology {
namespace {

constexpr const char* one_node = "numa:1(memory=1073741824) core:4 pu:1";
constexpr std::uint64_t gib = 1ULL << 30;

TEST(AuditMemory, BalancingIsBadOnlyWhereThereIsAnotherNode) {
    const FileTree tree;
    auto input = bare(tree);
    input.environment.numa_balancing = "1";
    EXPECT_EQ(said(input, "numa_balancing"), "bad: on");
    input.environment.numa_balancing = "2";
    EXPECT_EQ(said(input, "numa_balancing"), "bad: on (mode 2: tiering)");
    input.environment.numa_balancing = "0";
    EXPECT_EQ(said(input, "numa_balancing"), "good: off");
    input.environment.numa_balancing = "";
    EXPECT_EQ(row(input, "numa_balancing").grade, Grade::unknown);
    auto single = bare(tree, one_node);
    single.environment.numa_balancing = "1";
    EXPECT_EQ(said(single, "numa_balancing"), "good: on, without effect: one node with memory");
}

// Linux 6.8 has a setting for each size of huge page; a buffer's is that of 2 MiB.
TEST(AuditMemory, TransparentPagesAreGradedByTheSettingThatCounts) {
    const FileTree tree;
    auto input = bare(tree);
    input.environment.transparent_hugepage = "always";
    EXPECT_EQ(said(input, "thp"), "warn: always");
    EXPECT_EQ(row(input, "thp").fix, "echo madvise > /sys/kernel/mm/transparent_hugepage/enabled");
    input.environment.transparent_hugepage_2mib = "never";
    EXPECT_EQ(said(input, "thp"), "good: never");
    input.environment.transparent_hugepage = "madvise";
    input.environment.transparent_hugepage_2mib = "always";
    EXPECT_EQ(said(input, "thp"), "warn: always");
    EXPECT_THAT(row(input, "thp").fix, testing::HasSubstr("hugepages-2048kB/enabled"));
}

TEST(AuditMemory, DemotionIsBadOnlyWhereThereIsSlowerMemory) {
    FileTree tree;
    tree.write("/sys/kernel/mm/numa/demotion_enabled", "true\n");
    EXPECT_EQ(said(bare(tree), "tiering"), "good: on, without effect: no slower memory");
    auto tiered = bare(tree);
    tiered.machine = fixture("cpu-less-node");
    EXPECT_EQ(said(tiered, "tiering"), "bad: on");
    tree.write("/sys/kernel/mm/numa/demotion_enabled", "false\n");
    EXPECT_EQ(said(tiered, "tiering"), "good: off");
}

TEST(AuditMemory, HugePagesOfAllSizesAreSummedByNode) {
    FileTree tree;
    const auto reserve = [&](int node, const char* size, const char* count) {
        tree.write("/sys/devices/system/node/node" + std::to_string(node) + "/hugepages/hugepages-" + size +
                       "/nr_hugepages",
                   count);
    };
    EXPECT_EQ(row(bare(tree), "huge_pages").grade, Grade::unknown);
    reserve(0, "2048kB", "0");
    reserve(1, "2048kB", "0");
    EXPECT_EQ(said(bare(tree), "huge_pages"), "good: none reserved");
    reserve(0, "2048kB", "512");
    reserve(1, "1048576kB", "1");
    EXPECT_EQ(said(bare(tree), "huge_pages"), "good: 1 GiB on each of 2 nodes reserved");
    reserve(1, "2048kB", "256");
    EXPECT_EQ(said(bare(tree), "huge_pages"), "warn: node 0: 1 GiB, node 1: 1.5 GiB reserved: nodes differ");
}

TEST(AuditMemory, SwapThatHoldsNothingIsStillSwap) {
    FileTree tree;
    EXPECT_EQ(row(bare(tree), "swap").grade, Grade::unknown);
    const std::string heading = "Filename\tType\tSize\tUsed\tPriority\n";
    tree.write("/proc/swaps", heading);
    EXPECT_EQ(said(bare(tree), "swap"), "good: none");
    tree.write("/proc/swaps", heading + "/swap.img file 8388604 0 -2\n");
    EXPECT_EQ(said(bare(tree), "swap"), "warn: /swap.img, empty");
    tree.write("/proc/swaps", heading + "/swap.img file 8388604 1024 -2\n/dev/zram0 partition 100 1024 5\n");
    EXPECT_EQ(said(bare(tree), "swap"), "warn: 2 MiB in use of /swap.img /dev/zram0");
}

TEST(AuditMemory, FewerNodesThanPackagesMeanThatNumaIsHidden) {
    const FileTree tree;
    EXPECT_EQ(said(bare(tree), "clustering"), "good: off: one node per package, 2 in all");
    EXPECT_EQ(said(bare(tree, "pack:2 die:4 [numa] core:2 pu:1"), "clustering"),
              "good: on: 4 nodes per package");
    auto hidden = bare(tree, "numa:1 pack:2 core:2 pu:1");
    EXPECT_EQ(said(hidden, "clustering"),
              "bad: 2 packages as 1 node: memory is interleaved over packages, or Linux was booted with numa=off");
    hidden.environment.virtualisation = "kvm";
    EXPECT_EQ(row(hidden, "clustering").grade, Grade::warn) << "a hypervisor's packages are made up";
}

// A cgroup that leaves one node's cpus hides nothing that the hypervisor gave.
TEST(AuditMemory, NodesWhoseCpusACgroupHidesAreNodesOfTheFirmware) {
    const FileTree tree;
    auto input = bare(tree);
    input.machine = fixture("memory-of-another-node");
    input.environment.virtualisation = "kvm";
    EXPECT_EQ(said(input, "clustering"), "good: off: one node per package, 2 in all");
    input.machine = fixture("cpus-offline");
    input.machine.nodes[1].offline_cpus = {2, 3};
    EXPECT_EQ(said(input, "clustering"), "good: on: 2 nodes per package");
}

TEST(AuditMemory, WhatASweepNeedsIsHeldAgainstEachNode) {
    const FileTree tree;
    auto input = bare(tree, "pack:2 [numa(memory=8589934592)] core:2 pu:1");
    EXPECT_EQ(row(input, "free_memory").grade, Grade::unknown);
    input.free_bytes = {{0, 6 * gib}, {1, 4 * gib}};
    EXPECT_EQ(said(input, "free_memory"), "good: node 0: 6 GiB, node 1: 4 GiB");
    input.needed_bytes = {{0, 4 * gib}, {1, 3 * gib}};
    EXPECT_EQ(row(input, "free_memory").grade, Grade::good);
    input.needed_bytes = {{1, gib * 7 / 2}};
    EXPECT_EQ(said(input, "free_memory"), "warn: node 1 has 4 GiB free, 3.5 GiB needed");
    input.needed_bytes = {{0, 6 * gib}, {1, 5 * gib}};
    EXPECT_EQ(said(input, "free_memory"), "bad: node 1 has 4 GiB free, 5 GiB needed")
        << "the worst node is named";
    input.needed_bytes = {{-1, 11 * gib}};
    EXPECT_EQ(said(input, "free_memory"), "bad: the machine has 10 GiB free, 11 GiB needed");
    input.needed_bytes.clear();
    input.needed_on_each_node = 5 * gib;
    EXPECT_EQ(said(input, "free_memory"), "bad: node 1 has 4 GiB free, 5 GiB needed");
}

TEST(AuditMemory, ANodeThatIsNearlyFullIsNamedWithoutANeed) {
    const FileTree tree;
    auto input = bare(tree, "pack:2 [numa(memory=8589934592)] core:2 pu:1");
    input.free_bytes = {{0, 6 * gib}, {1, gib / 2}};
    EXPECT_EQ(said(input, "free_memory"), "warn: node 1 is nearly full: 512 MiB of 8 GiB free");
}

TEST(AuditMemory, AMemorylessNodeIsNotFull) {
    const FileTree tree;
    auto input = bare(tree);
    input.machine = fixture("memoryless-node");
    for (const auto& node : input.machine.nodes) input.free_bytes[node.index] = node.memory_bytes;
    EXPECT_EQ(row(input, "free_memory").grade, Grade::good);
}

TEST(AuditMemory, TheNeedOnEachNodeLeavesMemoryWithoutCpusAlone) {
    const FileTree tree;
    auto input = bare(tree);
    input.machine = fixture("cpu-less-node");
    for (const auto& node : input.machine.nodes)
        input.free_bytes[node.index] = node.kind == MemoryKind::dram ? 8 * gib : gib;
    input.needed_on_each_node = 4 * gib;
    EXPECT_EQ(row(input, "free_memory").grade, Grade::good);
}

}  // namespace
}  // namespace accelbench::topology
