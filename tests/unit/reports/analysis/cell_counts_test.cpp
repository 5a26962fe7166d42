#include "reports/analysis/cell_counts.h"

#include <gtest/gtest.h>

#include <algorithm>

#include "reports/model/cells.h"
#include "sample_counters.h"

namespace accelbench::reports {
namespace {

constexpr std::size_t local_of_two = 1;  // cells of the sample: 2 processes first, local second
constexpr std::size_t local_of_four = 5;

CellCount count_of(const Document& document, std::size_t cell, const std::string& name) {
    for (const CellCount& count : counts_of_cell(document, document.cells[cell]))
        if (count.name == name) return count;
    return {};
}

// The sample's work declares 2.1e5 + 9.2e7 + 2.1e8 + 2.5e7 + 3.0e8 bytes a rank and step, and 98 % are local
// lines.
TEST(CellCounts, AreOfOneStepOfOneRank) {
    const Document document = samples::counted();
    for (const std::size_t cell : {local_of_two, local_of_four}) {
        const CellCount reads = count_of(document, cell, "dram_reads_local");
        EXPECT_NEAR(*reads.value, 0.98 * 627.21e6 / 64, 1);
        ASSERT_TRUE(reads.by_phase.at(0)) << "else the first phase has no number";
        EXPECT_NEAR(*reads.by_phase[0], 0.98 * 2.1e5 / 64, 1);
        EXPECT_NEAR(*reads.by_phase[4], 0.98 * 3.0e8 / 64, 1);
        EXPECT_EQ(reads.per, "rank");
        EXPECT_EQ(*count_of(document, cell, "minor_faults").value, 2);
    }
}

TEST(CellCounts, OfWholeMachinesAreOfOneMachine) {
    const Document document = samples::counted();
    const CellCount bytes = count_of(document, local_of_four, "memory_bytes");
    EXPECT_NEAR(*bytes.value, 4 * 627.21e6, 1);
    EXPECT_NEAR(bytes.by_node.at(1), 2 * 627.21e6, 1);
    EXPECT_EQ(bytes.per, "machine");
    EXPECT_EQ(bytes.source, "papi");
    EXPECT_TRUE(bytes.by_phase.empty());
}

// A level divided by the steps would shrink with --steps.
TEST(CellCounts, ALevelIsNotDividedBySteps) {
    const Document document = samples::counted();
    EXPECT_EQ(*count_of(document, local_of_two, "resident_bytes").value, 21504.0 * 4096);
}

TEST(CellCounts, AreTheMedianOverOkLaunchesAndKeepTheLeastCountedShare) {
    Document document = samples::counted();
    for (Trial& trial : document.trials)
        if (trial.block == 0)
            for (RankFacts& rank : trial.ranks) {
                samples::set_counter(rank, {"minor_faults", 1e9, {}, {}, 0.3, ""});
                samples::set_counter(rank, {"unlisted", 6, {}, {}, 1, ""});
            }
    EXPECT_EQ(*count_of(document, local_of_two, "minor_faults").value, 2);
    EXPECT_EQ(count_of(document, local_of_two, "minor_faults").counted_share, 0.3);
    EXPECT_EQ(*count_of(document, local_of_two, "unlisted").value, 1);
    for (Trial& trial : document.trials)
        if (trial.block > 0) trial.status = TrialStatus::failed;
    EXPECT_EQ(*count_of(document, local_of_two, "minor_faults").value, 1e9 / 6);
}

TEST(CellCounts, WhatIsMissingHasAReasonAndNoNumber) {
    const CellCount reads = count_of(samples::without_pmu(), local_of_two, "dram_reads_local");
    EXPECT_FALSE(reads.value);
    EXPECT_EQ(reads.reason, "no PMU in this virtual machine");
}

}  // namespace
}  // namespace accelbench::reports
