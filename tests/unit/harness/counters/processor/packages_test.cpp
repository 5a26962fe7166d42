#include "harness/counters/processor/packages.h"

#include <gtest/gtest.h>

#include "../../../topology/file_tree.h"

namespace accelbench::counters {
namespace {

const std::string cpus = "/sys/devices/system/cpu/";

void add_cpu(const topology::FileTree& tree, int cpu, int package, int node) {
    const auto folder = cpus + "cpu" + std::to_string(cpu);
    tree.write(folder + "/topology/physical_package_id", std::to_string(package) + "\n");
    tree.write(folder + "/node" + std::to_string(node) + "/cpulist", "");
}

TEST(Packages, EachIsReadOnItsLowestCpuAndToldByItsNode) {
    const topology::FileTree tree;
    tree.write(cpus + "cpufreq/boost", "1\n");
    add_cpu(tree, 10, 0, 0);
    add_cpu(tree, 2, 0, 0);
    add_cpu(tree, 3, 1, 1);
    const auto packages = read_packages(tree.root());
    ASSERT_EQ(packages.size(), 2u);
    EXPECT_EQ(packages[0].cpu, 2);
    EXPECT_EQ(packages[0].node, 0);
    EXPECT_EQ(packages[1].cpu, 3);
    EXPECT_EQ(packages[1].node, 1);
}

// A socket's bytes would all be counted to one of its clusters otherwise.
TEST(Packages, ASocketOfSeveralNodesIsOfNone) {
    const topology::FileTree tree;
    add_cpu(tree, 0, 0, 0);
    add_cpu(tree, 1, 0, 1);
    ASSERT_EQ(read_packages(tree.root()).size(), 1u);
    EXPECT_FALSE(read_packages(tree.root())[0].node);
}

TEST(Packages, AnOfflineCpuIsNotAsked) {
    const topology::FileTree tree;
    tree.write(cpus + "cpu0/online", "0\n");
    add_cpu(tree, 1, 0, 0);
    EXPECT_EQ(read_packages(tree.root()).at(0).cpu, 1);
}

TEST(Packages, WhereSysIsHiddenThereAreNone) {
    const topology::FileTree empty;
    EXPECT_TRUE(read_packages(empty.root()).empty());
}

}  // namespace
}  // namespace accelbench::counters
