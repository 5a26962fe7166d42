#include "topology/free_memory.h"

#include <gtest/gtest.h>

#include "file_tree.h"

namespace accelbench::topology {
namespace {

using Free = std::map<int, std::uint64_t>;

// A machine whose memory holds files would else seem full, and every cell too large for it.
TEST(FreeMemory, CountsWhatCachesOfFilesHold) {
    FileTree tree;
    tree.write(
        "/sys/devices/system/node/node0/meminfo",
        "Node 0 MemTotal:       8000 kB\nNode 0 MemFree:         100 kB\n"
        "Node 0 Active(file):     20 kB\nNode 0 Inactive(file):    3 kB\nNode 0 SReclaimable:      1 kB\n");
    tree.write("/sys/devices/system/node/node12/meminfo", "Node 12 MemFree:  7 kB\n");
    tree.write("/sys/devices/system/node/node3/distance", "10\n");
    tree.write("/sys/devices/system/node/possible", "0-12\n");
    EXPECT_EQ(read_free_memory(tree.root()), (Free{{0, 124 * 1024}, {12, 7 * 1024}}));
}

TEST(FreeMemory, OfAKernelWithoutNumaIsAllOnNodeZero) {
    FileTree tree;
    tree.write("/proc/meminfo", "MemTotal: 8000 kB\nMemFree: 5 kB\nMemAvailable: 50 kB\n");
    EXPECT_EQ(read_free_memory(tree.root()), (Free{{0, 50 * 1024}}));
}

TEST(FreeMemory, IsLeftOutWhereTheSystemSaysNothing) {
    FileTree tree;
    EXPECT_EQ(read_free_memory(tree.root()), Free{});
}

TEST(FreeMemory, IsFoundOnThisMachine) {
    const auto free = read_free_memory();
    ASSERT_FALSE(free.empty());
    std::uint64_t all = 0;
    for (const auto& [node, bytes] : free) all += bytes;
    EXPECT_GT(all, std::uint64_t{1} << 20);
}

}  // namespace
}  // namespace accelbench::topology
