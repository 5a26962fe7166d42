#include "topology/kernel_nodes.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "file_tree.h"
#include "fixture_machine.h"
#include "topology/machine_remarks.h"

namespace accelbench::topology {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

const std::string node_path = "/sys/devices/system/node/";
const std::string cpu_path = "/sys/devices/system/cpu/";

void add_node(const FileTree& tree, int index, const std::string& cpulist, std::vector<int> links,
              const std::string& distance, int mebibytes = 512) {
    const auto folder = node_path + "node" + std::to_string(index);
    tree.write(folder + "/cpulist", cpulist + "\n");
    tree.write(folder + "/distance", distance + "\n");
    tree.write(folder + "/meminfo",
               "Node " + std::to_string(index) + " MemTotal: " + std::to_string(mebibytes * 1024) + " kB\n");
    for (const int cpu : links) tree.write(folder + "/cpu" + std::to_string(cpu) + "/online", "1\n");
}

void describe(const FileTree& tree, const std::string& nodes, const std::string& has_memory,
              const std::string& present, const std::string& online) {
    tree.write(node_path + "online", nodes + "\n");
    tree.write(node_path + "has_memory", has_memory + "\n");
    tree.write(cpu_path + "present", present + "\n");
    tree.write(cpu_path + "online", online + "\n");
    tree.write(cpu_path + "nohz_full", "(null)\n");
}

/// What hwloc makes of `xml`, completed from a kernel of our own.
Machine completed(Machine machine, const FileTree& tree) {
    machine.is_this_system = true;
    complete_from_kernel(machine, read_kernel_machine(tree.root()));
    return machine;
}

// numa=fake=2: both nodes list both cpus, and hwloc keeps the first, with half of the memory.
TEST(KernelNodes, NodesThatHwlocMergesAreTakenFromTheKernel) {
    FileTree tree;
    describe(tree, "0-1", "0-1", "0-1", "0-1");
    add_node(tree, 0, "0-1", {0, 1}, "10 10", 710);
    add_node(tree, 1, "0-1", {}, "10 10", 755);
    const auto machine = completed(fixture("1-node"), tree);
    ASSERT_EQ(machine.nodes.size(), 2u);
    EXPECT_EQ(machine.nodes[0].cpus.to_string(), "0-1");
    EXPECT_TRUE(machine.nodes[1].cpus.empty()) << "a cpu belongs to one node";
    EXPECT_EQ(machine.nodes[1].kind, MemoryKind::dram);
    EXPECT_EQ(machine.nodes[1].memory_bytes, 755u << 20);
    EXPECT_EQ(machine.dram_nodes().to_string(), "0-1");
    EXPECT_EQ(machine.distance(0, 1), 10u);
    EXPECT_EQ(memory_summary(place(machine, "interleave", 1, 1)), "0-1");
    EXPECT_NE(place(machine, "remote", 1, 1).impossible, "") << "no farther than local";
    EXPECT_THAT(machine_remarks(machine), Contains(HasSubstr("hwloc does not show node 1")));
    EXPECT_THAT(machine_remarks(machine), Contains(HasSubstr("numa=fake")));
}

TEST(KernelNodes, NodesOfGpusThatHwlocHidesAreShownAndUsedOnlyByName) {
    FileTree tree;
    describe(tree, "0-1,8", "0-1,8", "0-1", "0-1");
    add_node(tree, 0, "0", {0}, "10 21 80");
    add_node(tree, 1, "1", {1}, "21 10 80");
    add_node(tree, 8, "", {}, "80 80 10");
    tree.write("/proc/driver/nvidia/gpus/0004:04:00.0/numa_status", "Node:   8\nStatus: online\n");
    const auto machine = completed(fixture("2-nodes"), tree);
    ASSERT_EQ(machine.nodes.size(), 3u);
    EXPECT_EQ(machine.nodes[2].kind, MemoryKind::gpu);
    EXPECT_EQ(memory_summary(place(machine, "remote", 2, 1)), "1 0");
    EXPECT_THAT(machine_remarks(machine), Contains(HasSubstr("node 8 is memory of a GPU")));
}

// From hwloc 2.12 on, memory that is twice as fast is taken for HBM, and its cpus for those of the slow node beside it.
TEST(KernelNodes, InitiatorsOfMemoryPerformanceFollowTheCpus) {
    FileTree tree;
    describe(tree, "0-1", "0-1", "0-1", "0-1");
    add_node(tree, 0, "0-1", {0, 1}, "10 24");
    add_node(tree, 1, "", {}, "24 10");
    auto machine = fixture("2-nodes");
    std::swap(machine.nodes[0].cpus, machine.nodes[1].cpus);
    machine.memory_performance.resize(1);
    machine.memory_performance[0].initiator_cpus = CpuSet({0});
    machine.memory_performance[0].initiator_node = 1;
    EXPECT_EQ(completed(machine, tree).memory_performance[0].initiator_node, 0);
}

TEST(KernelNodes, AGapThatHwlocLeavesOfMemoryWithoutCpusIsOther) {
    FileTree tree;
    describe(tree, "0-2", "0-2", "0-1", "0-1");
    add_node(tree, 0, "0", {0}, "10 21 24");
    add_node(tree, 1, "1", {1}, "21 10 31");
    add_node(tree, 2, "", {}, "24 31 10");
    tree.write("/proc/self/status", "Mems_allowed_list:\t0-2\n");
    EXPECT_EQ(completed(fixture("2-nodes"), tree).nodes.at(2).kind, MemoryKind::other);
    tree.write("/proc/self/status", "Mems_allowed_list:\t0-1\n");
    EXPECT_EQ(completed(fixture("2-nodes"), tree).nodes.at(2).kind, MemoryKind::none);
}

// As the kernel had it after `echo 0 > cpu2/online` and cpu3: the node keeps its links.
TEST(KernelNodes, ANodeWhoseCpusAreOfflineIsDramAndNamesThem) {
    FileTree tree;
    describe(tree, "0-3", "0-3", "0-7", "0-1,4-7");
    add_node(tree, 0, "0-1", {0, 1}, "10 12 21 21");
    add_node(tree, 1, "", {2, 3}, "12 10 21 21");
    add_node(tree, 2, "4-5", {4, 5}, "21 21 10 12");
    add_node(tree, 3, "6-7", {6, 7}, "21 21 12 10");
    const auto machine = completed(fixture("cpus-offline"), tree);
    EXPECT_EQ(machine.nodes[1].kind, MemoryKind::dram);
    EXPECT_EQ(machine.nodes[1].offline_cpus.to_string(), "2-3");
    EXPECT_EQ(machine.offline_cpus.to_string(), "2-3");
    EXPECT_EQ(machine.nodes[0].cpus.to_string(), "0-1");
    EXPECT_THAT(machine_remarks(machine),
                Contains("cpus 2-3 are offline: no rank runs there; node 1 keeps its memory, which is ordinary "
                         "memory (DRAM), and has no cpus now"));
}

TEST(KernelNodes, ACpuLessNodeStaysOneWhereNoneOfItsCpusIsOffline) {
    FileTree tree;
    describe(tree, "0-2", "0-2", "0-1", "0-1");
    add_node(tree, 0, "0", {0}, "10 21 24");
    add_node(tree, 1, "1", {1}, "21 10 31");
    add_node(tree, 2, "", {}, "24 31 10");
    const auto before = fixture("cpu-less-node");
    const auto machine = completed(before, tree);
    EXPECT_EQ(machine.nodes[2].kind, MemoryKind::other);
    EXPECT_EQ(machine.distances, before.distances);
    EXPECT_THAT(machine_remarks(machine), IsEmpty());
}

// lxcfs lets a container see its own cpus under "online" and the host's everywhere else.
TEST(KernelNodes, WhatANodeListsIsNotOffline) {
    FileTree tree;
    describe(tree, "0", "0", "0-3", "0");
    add_node(tree, 0, "0-3", {0, 1, 2, 3}, "10");
    EXPECT_TRUE(completed(fixture("1-node"), tree).offline_cpus.empty());
}

TEST(KernelNodes, IsolatedAndTicklessCpusAreNamedWithWhatTheyChange) {
    FileTree tree;
    describe(tree, "0-1", "0-1", "0-1", "0-1");
    add_node(tree, 0, "0", {0}, "10 21");
    add_node(tree, 1, "1", {1}, "21 10");
    tree.write(cpu_path + "isolated", "1\n");
    tree.write(cpu_path + "nohz_full", "1\n");
    auto machine = completed(fixture("2-nodes"), tree);
    EXPECT_THAT(machine_remarks(machine),
                testing::ElementsAre(HasSubstr("cpu 1 is isolated (isolcpus=): bound policies run there"),
                                     HasSubstr("cpu 1 runs without a timer tick")));
    machine.cpus = {0};
    machine.hidden_cpus = {1};
    EXPECT_THAT(machine_remarks(machine),
                testing::ElementsAre(HasSubstr("cpu 1 is isolated (isolcpus=) and not among those")));
    EXPECT_THAT(machine_remarks(machine).at(0), HasSubstr("taskset -c 0-1 accelbench"));
}

TEST(KernelNodes, AKernelThatSaysNothingChangesNothing) {
    const FileTree tree;
    const auto before = fixture("4-nodes"), after = completed(before, tree);
    EXPECT_EQ(after.nodes.size(), before.nodes.size());
    EXPECT_EQ(after.nodes[3].cpus, before.nodes[3].cpus);
    EXPECT_EQ(after.distances, before.distances);
}

TEST(KernelNodes, OfThisMachineAreAllShown) {
    const auto machine = this_machine();
    for (const auto& node : read_kernel_machine().nodes) {
        if (!node.has_memory) continue;
        EXPECT_TRUE(machine.nodes_with_memory().contains(node.index)) << node.index;
    }
}

}  // namespace
}  // namespace accelbench::topology
