#include <gtest/gtest.h>

#include "file_tree.h"
#include "topology/environment.h"

namespace accelbench::topology {
namespace {

TEST(KernelCounters, OnlyTheCountersThatMovePagesAreRead) {
    FileTree tree;
    tree.write("/proc/vmstat",
               "nr_free_pages 7\nnuma_hit 100\nnuma_miss 3\nnuma_hint_faults 9\npgpromote_success 2\n"
               "pgdemote_kswapd 1\nthp_fault_alloc 5\nnuma_pages_migrated 4\n");
    tree.write("/proc/stat", "cpu  10 20 30 40 50 60 70 80 90 100\ncpu0 1 2 3 4 5 6 7 8 9 10\n");
    const std::map<std::string, std::uint64_t> expected{
        {"numa_hit", 100},
        {"numa_miss", 3},
        {"pgpromote_success", 2},
        {"pgdemote_kswapd", 1},
        {"thp_fault_alloc", 5},
        {"numa_pages_migrated", 4},
        {"steal_ticks", 80},
    };
    EXPECT_EQ(read_kernel_counters(tree.root()), expected);
}

TEST(KernelCounters, AKernelThatSaysNothingGivesNoCounters) {
    FileTree tree;
    EXPECT_TRUE(read_kernel_counters(tree.root()).empty());
    tree.write("/proc/stat", "cpu  10 20 30\n");
    EXPECT_TRUE(read_kernel_counters(tree.root()).empty());
}

TEST(KernelCounters, DeltasKeepZerosAndLeaveOutWhatOneSideLacks) {
    const std::map<std::string, std::uint64_t> before{{"a", 1}, {"b", 5}, {"gone", 1}, {"shrunk", 9}};
    const std::map<std::string, std::uint64_t> after{{"a", 4}, {"b", 5}, {"new", 1}, {"shrunk", 2}};
    const std::map<std::string, std::uint64_t> expected{{"a", 3}, {"b", 0}, {"shrunk", 0}};
    EXPECT_EQ(counter_deltas(before, after), expected);
}

}  // namespace
}  // namespace accelbench::topology
