#include "reports/table/counters.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "reports/table/table.h"
#include "reports/words/derive.h"
#include "sample_counters.h"
#include "sample_document.h"

namespace accelbench::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(TableCounters, LocalColumnIsThereOnlyWhereACellHasARatioAndSaysWhatItIs) {
    EXPECT_THAT(
        render_table(samples::counted()),
        HasSubstr(
            "\nlocal: dram_reads_local / (dram_reads_local + dram_reads_remote); without writes and without reads"));
    EXPECT_THAT(render_table(samples::without_pmu()), HasSubstr("local: resident_bytes on the one node"));
    EXPECT_THAT(render_table(samples::two_nodes()), Not(HasSubstr("local: ")));
    Document document = samples::counted();
    for (Calibration& calibration : document.counters->calibrations) calibration.usable = false;
    derive(document);
    EXPECT_THAT(render_table(document), Not(HasSubstr("local: ")));
    EXPECT_THAT(render_table(document), Not(HasSubstr("  local  tokens/s")));
}

TEST(TableCounters, CausesFitIntoAHundredColumns) {
    for (const Document& document : {samples::counted(), samples::without_pmu(), samples::miscalibrated()}) {
        std::istringstream lines(render_table(document));
        for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 100U) << line;
    }
}

TEST(TableCounters, ALargeSweepsCausesAreCutWithTheirNumber) {
    Document document = samples::sixty_four_cells();
    for (Comparison& comparison : document.comparisons) comparison.cause = "that";
    const std::string text = counters_text(document);
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 2 + 8 + 1);
    EXPECT_THAT(text, HasSubstr("and 40 more: see report.html or \"cause\" in result.json"));
}

TEST(TableCounters, FailedCalibrationsAreNamedWithBothReadings) {
    EXPECT_THAT(render_table(samples::miscalibrated()),
                HasSubstr("unusable on this machine:\n  local_dram_ratio: reads 2 % remote of local memory "
                          "(expected: under 5 %) and 38 % of remote memory\n    (expected: over 95 %)\n"));
    EXPECT_THAT(render_table(samples::without_pmu()), Not(HasSubstr("unusable on this machine")));
}

TEST(Wrap, BreaksAtBlanksAndKeepsLongWords) {
    EXPECT_EQ(wrap("  a: bb ccc dddd", 9, 4), "  a: bb\n    ccc\n    dddd");
    EXPECT_EQ(wrap("abcdefghijkl m", 5, 2), "abcdefghijkl\n  m");
    EXPECT_EQ(wrap("a b", 3, 2), "a b");
    EXPECT_EQ(wrap("aa bbb", 5, 1), "aa\n bbb");
}

}  // namespace
}  // namespace accelbench::reports
