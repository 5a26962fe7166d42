#include "harness/counters/calibration/locality.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

namespace accelbench::counters {
namespace {

using ::testing::HasSubstr;

const LocalityMetric& metric(std::string_view name) {
    const auto all = locality_metrics();
    return *std::find_if(all.begin(), all.end(), [&](const auto& one) { return one.name == name; });
}

StreamCounts counts(double local, double remote) {
    return {{{"dram_reads_local", local}, {"dram_reads_remote", remote}}, {}, ""};
}

TEST(Locality, OfAMetricThatTellsThemApartIsUsable) {
    const auto found = judge(metric("local_dram_ratio"), counts(960, 40), counts(40, 960));
    EXPECT_TRUE(found.usable) << found.reason;
    EXPECT_DOUBLE_EQ(*found.local_stream, 0.04);
    EXPECT_DOUBLE_EQ(*found.remote_stream, 0.96);
    EXPECT_EQ(found.reason, "");
}

// Intel's events of a single socket under sub-NUMA clustering count all DRAM as local: "100 % local" under
// every policy.
TEST(Locality, OfAMetricThatMixesThemIsUnusableWithBothReadings) {
    const auto found = judge(metric("local_dram_ratio"), counts(1000, 0), counts(880, 120));
    EXPECT_FALSE(found.usable);
    EXPECT_THAT(found.reason, HasSubstr("of a local stream it reads 0.0 % remote"));
    EXPECT_THAT(found.reason, HasSubstr("of a remote one 12.0 % (expected: over 95 %)"));
    EXPECT_FALSE(judge(metric("local_dram_ratio"), counts(940, 60), counts(0, 1000)).usable);
    EXPECT_FALSE(
        judge(metric("local_dram_ratio"), counts(950, 50), counts(0, 1000)).usable);  // under 5 %, not at
}

TEST(Locality, OfPartAndWholeIsTheRest) {
    const StreamCounts stream{{{"mbm_local_bytes", 100}, {"mbm_total_bytes", 400}}, {}, ""};
    EXPECT_DOUBLE_EQ(*remote_share(metric("mbm_local_ratio"), stream), 0.75);
    // Read a moment later, the part may be more than the whole: not a negative share.
    const StreamCounts late{{{"mbm_local_bytes", 401}, {"mbm_total_bytes", 400}}, {}, ""};
    EXPECT_DOUBLE_EQ(*remote_share(metric("mbm_local_ratio"), late), 0);
}

TEST(Locality, WithoutACounterHasTheCountersReason) {
    const StreamCounts stream{
        {{"dram_reads_local", 7}}, {{"dram_reads_remote", "no PMU in this virtual machine"}}, ""};
    const auto found = judge(metric("local_dram_ratio"), stream, stream);
    EXPECT_FALSE(found.usable);
    EXPECT_EQ(found.local_stream, std::nullopt);
    EXPECT_EQ(found.reason, "dram_reads_remote can't be read here: no PMU in this virtual machine");
}

// 0 of 0 is no share: a counter that stands still would pass as perfectly local.
TEST(Locality, OfACounterThatStandsStillIsUnknown) {
    const auto found = judge(metric("local_dram_ratio"), counts(0, 0), counts(0, 0));
    EXPECT_FALSE(found.usable);
    EXPECT_EQ(found.local_stream, std::nullopt);
    EXPECT_THAT(found.reason, HasSubstr("counted nothing"));
}

TEST(Locality, OfAStreamThatDidNotRunHasItsReason) {
    StreamCounts failed = counts(1, 1);
    failed.error = "mbind failed";
    const auto found = judge(metric("local_dram_ratio"), failed, counts(0, 10));
    EXPECT_FALSE(found.usable);
    EXPECT_EQ(found.local_stream, std::nullopt);
    EXPECT_EQ(found.reason, "mbind failed");
}

TEST(Locality, AsksForTheCountersOfAllMetrics) {
    EXPECT_THAT(locality_counters(), ::testing::UnorderedElementsAre(
                                         "numa_local", "numa_other", "dram_reads_local", "dram_reads_remote",
                                         "mbm_local_bytes", "mbm_total_bytes", "resident_bytes"));
}

}  // namespace
}  // namespace accelbench::counters
