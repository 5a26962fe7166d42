#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../captured_tree.h"
#include "../readings.h"
#include "harness/counters/linux/numa_events.h"
#include "harness/counters/linux/page_moves.h"
#include "harness/counters/linux/steal.h"

namespace accelbench::counters {
namespace {

using ::testing::HasSubstr;
using Nodes = std::map<int, double>;

// Two rows for one meaning (/proc/vmstat's and numastat's) would be added up, or quoted against each other.
TEST(NumaEvents, AreOneRowAMeaningByNodeAndTheirSum) {
    CapturedTree tree("intel-sub-numa");
    auto source = open_numa_events(tree.root());
    ASSERT_EQ(source->counters().size(), 6u);
    const auto other = reading_of(*source, "numa_other");
    EXPECT_EQ(other.by_node, (Nodes{{0, 1005}, {1, 2005}, {2, 3005}, {3, 4005}}));
    EXPECT_EQ(other.value, 10020);
    EXPECT_EQ(reading_of(*source, "numa_hit").value, 10000);
    EXPECT_EQ(reading_of(*source, "numa_interleave").value, 10012);
    EXPECT_EQ(reading_of(*source, "numa_local").value, 10016);
    EXPECT_EQ(reason_of(*source, "numa_other"), "");
}

TEST(NumaEvents, AreTheWholeMachinesWhereNodesAreHidden) {
    CapturedTree tree("container");
    auto source = open_numa_events(tree.root());
    const auto other = reading_of(*source, "numa_other");
    EXPECT_EQ(other.value, 131);
    EXPECT_EQ(other.by_node, Nodes{});
    EXPECT_EQ(source->counters().at(row_of(*source, "numa_other")).source, "/proc/vmstat");
}

// The kernel then shows zeros, which would read as "not a single remote page".
TEST(NumaEvents, ThatTheKernelWasToldNotToCountHaveAReasonAndNoValue) {
    CapturedTree tree("arm");
    tree.write("/proc/sys/vm/numa_stat", "0\n");
    auto source = open_numa_events(tree.root());
    EXPECT_THAT(reason_of(*source, "numa_hit"), HasSubstr("sysctl vm.numa_stat=1"));
    EXPECT_EQ(reading_of(*source, "numa_hit").value, std::nullopt);
}

TEST(NumaEvents, OfAKernelWithoutNumaOrAHiddenProcAreNamedSo) {
    topology::FileTree tree;
    EXPECT_THAT(reason_of(*open_numa_events(tree.root()), "numa_hit"), HasSubstr("a sandbox hides"));
    tree.write("/proc/vmstat", "nr_free_pages 7\n");
    EXPECT_THAT(reason_of(*open_numa_events(tree.root()), "numa_hit"), HasSubstr("CONFIG_NUMA"));
}

TEST(PageMoves, SumWhatAKernelSplits) {
    CapturedTree tree("intel-sub-numa");
    auto source = open_page_moves(tree.root());
    EXPECT_EQ(reading_of(*source, "pages_demoted").value,
              11);                                               // by kswapd and direct; others this kernel lacks
    EXPECT_EQ(reading_of(*source, "pages_promoted").value, 70);  // not the candidates
    EXPECT_EQ(reading_of(*source, "numa_pages_migrated").value, 90);
    EXPECT_EQ(reading_of(*source, "numa_hint_faults").value, 400);
    EXPECT_EQ(reading_of(*source, "numa_hint_faults_local").value, 300);
    EXPECT_EQ(reading_of(*source, "thp_faults").value, 12);
    EXPECT_EQ(reading_of(*source, "thp_fallbacks").value, 2);
}

TEST(PageMoves, ThatAKernelDoesNotCountAreAReason) {
    CapturedTree tree("arm");
    auto source = open_page_moves(tree.root());
    EXPECT_THAT(reason_of(*source, "numa_pages_migrated"), HasSubstr("CONFIG_NUMA_BALANCING"));
    EXPECT_EQ(reading_of(*source, "numa_pages_migrated").value, std::nullopt);
    EXPECT_EQ(reading_of(*source, "thp_faults").value, 12);
    topology::FileTree empty;
    EXPECT_THAT(reason_of(*open_page_moves(empty.root()), "thp_faults"),
                HasSubstr("/proc/vmstat can't be read (No such file or directory)"));
}

TEST(Steal, IsInSeconds) {
    CapturedTree tree("amd");
    auto source = open_steal(tree.root());
    EXPECT_DOUBLE_EQ(*reading_of(*source, "steal_seconds").value,
                     250.0 / static_cast<double>(sysconf(_SC_CLK_TCK)));
    topology::FileTree old;
    old.write("/proc/stat", "cpu  1 2 3 4\n");
    EXPECT_THAT(reason_of(*open_steal(old.root()), "steal_seconds"), HasSubstr("no column"));
}

}  // namespace
}  // namespace accelbench::counters
