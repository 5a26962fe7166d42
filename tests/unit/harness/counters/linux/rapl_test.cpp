#include "harness/counters/linux/rapl.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "../captured_tree.h"
#include "../readings.h"

namespace accelbench::counters {
namespace {

using ::testing::HasSubstr;
using Nodes = std::map<int, double>;

constexpr auto package0 = "/sys/class/powercap/intel-rapl:0/energy_uj";

// Taken for another package, the platform's zone or the same package by way of mmio doubles the energy of a
// step.
TEST(Rapl, CountsPackagesOnceAndMemoryApart) {
    CapturedTree tree("intel-sub-numa");
    auto source = open_rapl(tree.root());
    EXPECT_EQ(reading_of(*source, "energy_joules").value, 0);
    for (const std::string zone : {"intel-rapl:0", "intel-rapl:0:0", "intel-rapl:1", "intel-rapl:1:0",
                                   "intel-rapl:2", "intel-rapl-mmio:0"})
        tree.write("/sys/class/powercap/" + zone + "/energy_uj", "100000000\n");
    EXPECT_DOUBLE_EQ(*reading_of(*source, "energy_joules").value, 95 + 93);
    EXPECT_EQ(reading_of(*source, "energy_joules").by_node, Nodes{});  // each package has two nodes
}

TEST(Rapl, IsByNodeWhereAPackageIsOne) {
    CapturedTree tree("amd");
    auto source = open_rapl(tree.root());
    source->read();
    tree.write(package0, "7500000\n");
    EXPECT_EQ(reading_of(*source, "energy_joules").by_node, (Nodes{{0, 2.5}, {1, 0}}));
    EXPECT_THAT(reason_of(*source, "energy_dram_joules"), HasSubstr("no zone called dram"));
}

TEST(Rapl, ThatIsNotThereIsNamedSo) {
    CapturedTree tree("arm");
    EXPECT_THAT(reason_of(*open_rapl(tree.root()), "energy_joules"), HasSubstr("modprobe intel_rapl_msr"));
}

// A negative energy, or one of 262 kJ, would stand in the report.
TEST(UnwrappedEnergy, GoesOnWhereTheCounterStartsAgain) {
    UnwrappedEnergy energy(1'000'000'000);
    EXPECT_EQ(energy.update(999'999'000, 10), 0u);
    EXPECT_EQ(energy.update(500, 11), 1500u);
    EXPECT_EQ(energy.update(700, 12), 1700u);
}

// 600 W fill a counter of 1 kJ in 1.7 s: what lies between two readings 2 s apart can't be known.
TEST(UnwrappedEnergy, SaysNothingOnceItMayHaveStartedAgainTwice) {
    UnwrappedEnergy energy(1'000'000'000);
    energy.update(100, 10);
    EXPECT_EQ(energy.update(200, 12), std::nullopt);
    EXPECT_EQ(energy.update(300, 12.1), std::nullopt);  // the sum since the first reading stays unknown
}

}  // namespace
}  // namespace accelbench::counters
