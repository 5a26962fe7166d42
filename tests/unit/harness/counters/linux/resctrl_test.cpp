#include "harness/counters/linux/resctrl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../captured_tree.h"
#include "../readings.h"

namespace accelbench::counters {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Nodes = std::map<int, double>;

// The root group alone would leave out every task of a control group, and adding the monitor groups would
// count their tasks twice.
TEST(Resctrl, SumsTheControlGroupsAndNotTheMonitorGroupsInThem) {
    CapturedTree tree("intel-sub-numa");
    auto source = open_resctrl(tree.root());
    const auto local = reading_of(*source, "mbm_local_bytes");
    EXPECT_EQ(local.value, 10040);
    EXPECT_EQ(local.by_node, (Nodes{{0, 1010}, {1, 2010}, {2, 3010}, {3, 4010}}));
    EXPECT_EQ(reading_of(*source, "mbm_total_bytes").value, 12080);
    EXPECT_EQ(reason_of(*source, "mbm_local_bytes"), "");
}

// The socket's sums would be dealt to its nodes as if a cache had one.
TEST(Resctrl, OfAnOlderKernelUnderSubNumaClusteringTellsNoNodes) {
    CapturedTree tree("intel-sub-numa");
    for (const std::string group : {"", "/batch"})
        for (const std::string place : {"mon_L3_00/mon_sub_L3_00", "mon_L3_00/mon_sub_L3_01",
                                        "mon_L3_01/mon_sub_L3_02", "mon_L3_01/mon_sub_L3_03"})
            tree.remove("/sys/fs/resctrl" + group + "/mon_data/" + place);
    auto source = open_resctrl(tree.root());
    const auto local = reading_of(*source, "mbm_local_bytes");
    EXPECT_EQ(local.value, 10040);
    EXPECT_EQ(local.by_node, Nodes{});
    EXPECT_THAT(source->counters().front().leaves_out, HasSubstr("local means the socket's memory"));
}

TEST(Resctrl, AddsTheCachesOfANode) {
    CapturedTree tree("amd");
    auto source = open_resctrl(tree.root());
    const auto total = reading_of(*source, "mbm_total_bytes");
    EXPECT_EQ(total.by_node, (Nodes{{0, 4000}, {1, 8000}}));
    EXPECT_EQ(total.value, 12000);
    EXPECT_THAT(source->counters().front().leaves_out, Not(HasSubstr("sub-NUMA")));
}

TEST(Resctrl, ThatIsNotThereIsNamedSo) {
    CapturedTree tree("arm");
    EXPECT_THAT(reason_of(*open_resctrl(tree.root()), "mbm_total_bytes"), HasSubstr("no /sys/fs/resctrl"));
    std::filesystem::create_directories(tree.root() + "/sys/fs/resctrl");
    EXPECT_THAT(reason_of(*open_resctrl(tree.root()), "mbm_total_bytes"),
                HasSubstr("mount -t resctrl resctrl /sys/fs/resctrl"));
    tree.write("/sys/fs/resctrl/schemata", "L3:0=ff\n");
    EXPECT_THAT(reason_of(*open_resctrl(tree.root()), "mbm_total_bytes"), HasSubstr("no mon_data"));
}

// "Unavailable" read as a number would be 0.
TEST(Resctrl, WordsInsteadOfNumbersAreTheReason) {
    for (const std::string word : {"Unavailable", "Unassigned", "Error"}) {
        CapturedTree tree("amd");
        tree.write("/sys/fs/resctrl/mon_data/mon_L3_02/mbm_total_bytes", word + "\n");
        auto source = open_resctrl(tree.root());
        EXPECT_THAT(reason_of(*source, "mbm_total_bytes"),
                    HasSubstr("/sys/fs/resctrl/mon_data/mon_L3_02/mbm_total_bytes says \"" + word + "\""));
        EXPECT_EQ(reading_of(*source, "mbm_total_bytes").value, std::nullopt);
        EXPECT_EQ(reading_of(*source, "mbm_local_bytes").value, 10000);
    }
}

TEST(Resctrl, WithoutBandwidthMonitoringHasAReason) {
    CapturedTree tree("amd");
    tree.remove("/sys/fs/resctrl/mon_data/mon_L3_00/mbm_local_bytes");
    EXPECT_THAT(reason_of(*open_resctrl(tree.root()), "mbm_local_bytes"),
                HasSubstr("monitors no mbm_local_bytes"));
}

}  // namespace
}  // namespace accelbench::counters
