#include "topology/audit/cpu_wait.h"

#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "../file_tree.h"

namespace accelbench::topology {
namespace {

TEST(CpuWait, WithoutTheKernelsAccountIsAbsentAndNotZero) {
    const FileTree tree;
    EXPECT_FALSE(CpuWaitWatch(tree.root()).most_share());
}

// The mean over threads would hide the one that all others wait for.
TEST(CpuWait, IsThatOfTheThreadThatWaitedMost) {
    FileTree tree;
    tree.write("/proc/self/task/7/schedstat", "500 1000000000 3\n");
    tree.write("/proc/self/task/8/schedstat", "500 0 3\n");
    const auto start = std::chrono::steady_clock::now();
    const CpuWaitWatch watch(tree.root());
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
    tree.write("/proc/self/task/7/schedstat", "900 1000000000 9\n");
    tree.write("/proc/self/task/8/schedstat", "900 4000000 9\n");
    tree.write("/proc/self/task/9/schedstat", "900 8000000 9\n");  // born meanwhile
    const auto share = watch.most_share();
    const double passed = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    ASSERT_TRUE(share);
    EXPECT_GE(*share, 0.008 / passed);
    EXPECT_LE(*share, 0.008 / 0.020);
}

TEST(CpuWait, AThreadWithoutAnAccountIsLeftOut) {
    FileTree tree;
    tree.write("/proc/self/task/7/schedstat", "500 0 3\n");
    tree.write("/proc/self/task/8/status", "Name: x\n");
    EXPECT_EQ(CpuWaitWatch(tree.root()).most_share(), 0);
}

}  // namespace
}  // namespace accelbench::topology
