#include "reports/analysis/verdict.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "reports/model/cells.h"
#include "reports/words/derive.h"
#include "sample_document.h"

namespace accelbench::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// local against one policy that takes `factor` of its time in every phase.
Document against_local(double factor, int launches, double noise = 0.003) {
    samples::SampleShape shape;
    shape.processes_and_threads = {{2, 4}};
    shape.launches = launches;
    shape.policies = {{"local", {1, 1, 1, 1, 1}, noise}, {"remote", std::vector<double>(5, factor), noise}};
    return samples::sample_document(shape);
}

Comparison only_comparison(const Document& document) {
    EXPECT_EQ(document.comparisons.size(), 1U);
    return document.comparisons.empty() ? Comparison{} : document.comparisons.front();
}

TEST(Verdict, SlowerNamesRatioIntervalPairsAndBothTimes) {
    const Comparison comparison = only_comparison(against_local(1.4, 12));
    EXPECT_EQ(comparison.verdict, Verdict::slower);
    EXPECT_NEAR(comparison.ratio->value, 1.4, 0.01);
    EXPECT_LT(comparison.ratio->low, comparison.ratio->value);
    EXPECT_GT(comparison.ratio->high, comparison.ratio->value);
    EXPECT_THAT(comparison.why,
                HasSubstr("remote is slower than local: 1.40x the step time (95 % interval 1.40 to 1.41"));
    EXPECT_THAT(comparison.why, HasSubstr("n = 12 pairs, "));
    EXPECT_THAT(comparison.why, HasSubstr(" ms against "));
}

TEST(Verdict, FasterIsTheMirrorOfSlower) {
    const Comparison comparison = only_comparison(against_local(1 / 1.4, 12));
    EXPECT_EQ(comparison.verdict, Verdict::faster);
    EXPECT_THAT(comparison.why, HasSubstr("remote is faster than local: 0.72x"));
}

// A session-wide bias of 1 % is no regression: against zero this would be "slower" with p = 0.0005.
TEST(Verdict, OnePercentIsTheSameWithinTheMargin) {
    const Comparison comparison = only_comparison(against_local(1.01, 24, 0.001));
    EXPECT_EQ(comparison.verdict, Verdict::same);
    EXPECT_THAT(comparison.why, HasSubstr("takes the same time as local within 2 %"));
}

TEST(Verdict, WideNoiseIsInconclusiveAndSaysWhatWasVisible) {
    const Comparison comparison = only_comparison(against_local(1.02, 12, 0.05));
    EXPECT_EQ(comparison.verdict, Verdict::inconclusive);
    EXPECT_GT(comparison.smallest_visible, 0.03);
    EXPECT_THAT(comparison.why, HasSubstr("smallest visible effect was"));
}

// An interval that leaves the margin on the fast side only is no proof of sameness either.
TEST(Verdict, AnIntervalBelowTheMarginIsNotTheSame) {
    const Comparison comparison = only_comparison(against_local(0.98, 12, 0.012));
    ASSERT_LT(comparison.ratio->low, 1 / 1.02);
    ASSERT_LT(comparison.ratio->high, 1.02);
    EXPECT_EQ(comparison.verdict, Verdict::inconclusive);
}

// "same within 2 %" and "inconclusive" of one and the same ratio, by which of the two policies is the base.
TEST(Verdict, AnIntervalThatEndsAtTheMarginIsWithinItOnBothSides) {
    EXPECT_EQ(judge_ratio({1, 1 / 1.02, 1.01, 12}, 1, 0.02, 0.95), Verdict::same);
    EXPECT_EQ(judge_ratio({1, 0.99, 1.02, 12}, 1, 0.02, 0.95), Verdict::same);
    EXPECT_EQ(judge_ratio({1, 0.98, 1.01, 12}, 1, 0.02, 0.95), Verdict::inconclusive);
    EXPECT_EQ(judge_ratio({1, 0.99, 1.021, 12}, 1, 0.02, 0.95), Verdict::inconclusive);
}

TEST(Verdict, NinePairsNeverGiveOne) {
    const Comparison comparison = only_comparison(against_local(3, 9));
    EXPECT_EQ(comparison.verdict, Verdict::inconclusive);
    EXPECT_THAT(comparison.why, HasSubstr("9 pairs of launches are too few for a verdict, which needs 10"));
    EXPECT_EQ(only_comparison(against_local(3, 10)).verdict, Verdict::slower);
}

// Pairing by place in the list instead of by block would compare launches minutes apart after one failure.
TEST(Verdict, DropsTheWholePairOfAFailedLaunch) {
    Document document = against_local(1.4, 12);
    document.trials[3].status = TrialStatus::misplaced;
    document.trials[8].status = TrialStatus::failed;
    const Pairs pairs = pair_by_block(document, document.cells[1], document.cells[0]);
    EXPECT_EQ(pairs.dropped, 2);
    ASSERT_EQ(pairs.cell_seconds.size(), 10U);
    for (std::size_t i = 0; i < 10; ++i)
        EXPECT_NEAR(pairs.cell_seconds[i] / pairs.base_seconds[i], 1.4, 0.04);
    EXPECT_EQ(compare_with_local(document).front().dropped_pairs, 2);
}

TEST(Verdict, ALaunchRepeatedAfterAnInterruptionCountsOnce) {
    Document document = against_local(1.4, 12);
    Trial interrupted = document.trials[5];
    interrupted.status = TrialStatus::interrupted;
    document.trials.insert(document.trials.begin() + 5, interrupted);
    const Pairs pairs = pair_by_block(document, document.cells[1], document.cells[0]);
    EXPECT_EQ(pairs.dropped, 0);
    EXPECT_EQ(pairs.cell_seconds.size(), 12U);
}

TEST(Verdict, ComparesOnlyCellsThatDidTheSameWork) {
    Document document = samples::two_nodes();
    for (const Comparison& comparison : document.comparisons) {
        const Cell* cell = find_cell(document, comparison.cell);
        const Cell* base = find_cell(document, comparison.base_cell);
        EXPECT_EQ(base->policy, "local");
        EXPECT_EQ(cell->processes, base->processes);
    }
    EXPECT_EQ(document.comparisons.size(), 6U);
    document.cells[1].parameters[1].second = "16";  // local of the first group now has another batch
    EXPECT_EQ(compare_with_local(document).size(), 3U);
}

TEST(Verdict, WithoutLocalThereIsNoComparison) {
    Document document = against_local(1.4, 12);
    document.cells[0].skip = "no memory on any node";
    EXPECT_TRUE(compare_with_local(document).empty());
}

// In an emulated guest a remote node is as near as the local one: "same" would clear a policy that costs 40
// %.
TEST(Verdict, AnEmulatedMachineGetsNone) {
    Document document = against_local(1.4, 12);
    document.environment.emulation = "numa-lab, tcg";
    EXPECT_TRUE(compare_with_local(document).empty());
}

// 48 comparisons of 10 pairs can't reach Holm's level: no effect was visible, and "11 pairs would allow it"
// promised what it couldn't keep.
TEST(Verdict, SaysHowManyPairsManyComparisonsNeed) {
    const Document document = samples::sixty_four_cells();
    const auto remote =
        std::find_if(document.comparisons.begin(), document.comparisons.end(),
                     [](const auto& each) { return each.cell.find("policy=remote") != std::string::npos; });
    EXPECT_EQ(remote->verdict, Verdict::inconclusive);
    EXPECT_TRUE(std::isnan(remote->smallest_visible));
    EXPECT_THAT(remote->why, HasSubstr("10 pairs of launches are too few for a verdict, which needs 11 among 48 "
                                       "comparisons; what would settle it: at least 11 launches of each cell"));
    EXPECT_THAT(remote->why, Not(HasSubstr("would allow")));
}

TEST(Verdict, SaysWhatWouldSettleAnInconclusiveOne) {
    const Comparison wide = only_comparison(against_local(1.05, 12, 0.12));
    ASSERT_EQ(wide.verdict, Verdict::inconclusive);
    EXPECT_THAT(wide.settled_by,
                ::testing::ContainsRegex("about [0-9]+ launches of each cell .*, or a quieter machine: "
                                         "pairs spread by"));
    EXPECT_THAT(wide.why, HasSubstr("what would settle it: " + wide.settled_by));
    EXPECT_EQ(only_comparison(against_local(1.4, 12)).settled_by, "");
}

TEST(Verdict, ShowsTheTimesThatTheRatioComesFrom) {
    Document document = against_local(1.4, 12);
    for (Trial& trial : document.trials)
        if (trial.block % 2 == 0 && trial.step_seconds) *trial.step_seconds *= 3;  // every other block is slow
    derive(document);
    const Comparison& comparison = document.comparisons.at(0);
    EXPECT_NEAR(*comparison.cell_seconds / *comparison.base_seconds, comparison.ratio->value, 1e-12);
}

}  // namespace
}  // namespace accelbench::reports
