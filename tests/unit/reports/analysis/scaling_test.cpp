#include "reports/analysis/scaling.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "reports/json/document.h"
#include "reports/table/table.h"
#include "reports/words/derive.h"
#include "sample_document.h"
#include "sample_scaling.h"

namespace accelbench::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const Scaling& only_series(const Document& document) {
    EXPECT_EQ(document.scaling.size(), 1U);
    return document.scaling.at(0);
}

// 2 processes do twice the work in 1.25 times the time: 1.6x, and 80 % of the ideal 2x.
TEST(Scaling, WeakIsTheRatioOfThroughputsAndNotOfStepTimes) {
    const Document document = samples::scaling_document({{1, 1, 0.1}, {1, 2, 0.125}});
    const SpeedUp& speed_up = *only_series(document).points.at(1).over_base;
    EXPECT_NEAR(speed_up.ratio->value, 1.6, 1e-12);
    EXPECT_DOUBLE_EQ(speed_up.ideal, 2);
    EXPECT_NEAR(speed_up.efficiency, 0.8, 1e-12);
    EXPECT_EQ(speed_up.ratio->n, 12);
    EXPECT_FALSE(only_series(document).points.at(0).over_base);
}

// The batch of a rank shrinks as ranks are added: keyed by it, each size would be a series of its own.
TEST(Scaling, StrongIsTheRatioOfStepTimesOfOneJob) {
    const Document document = samples::scaling_document({{1, 1, 0.1}, {1, 4, 0.04}}, 12, true);
    const SpeedUp& speed_up = *only_series(document).points.at(1).over_base;
    EXPECT_EQ(only_series(document).mode, "strong");
    EXPECT_NEAR(speed_up.ratio->value, 2.5, 1e-12);
    EXPECT_NEAR(speed_up.efficiency, 0.625, 1e-12);
}

// Two blocks of three lost at one size: medians over what is left would compare other blocks' drift.
TEST(Scaling, PairsByBlockAndCountsWhatItDrops) {
    Document document = samples::scaling_document({{1, 1, 0.1}, {1, 2, 0.125}});
    for (const std::size_t launch : {12U, 13U, 14U}) document.trials[launch].status = TrialStatus::failed;
    derive(document);
    const SpeedUp& speed_up = *only_series(document).points.at(1).over_base;
    EXPECT_NEAR(speed_up.ratio->value, 1.6, 1e-12);
    EXPECT_EQ(speed_up.ratio->n, 9);
    EXPECT_EQ(speed_up.dropped_pairs, 3);
}

TEST(Scaling, OverFewerMachinesKeepsTheProcessesOfAMachine) {
    const Document document = samples::scaling();
    for (const ScalingPoint& point : document.scaling.at(0).points) {
        if (point.cell.find("machines=2/processes=4") == std::string::npos) continue;
        EXPECT_THAT(point.over_fewer_machines->base_cell, HasSubstr("machines=1/processes=2"));
        EXPECT_NEAR(point.over_fewer_machines->ratio->value, 2 * 0.105 / 0.112, 1e-12);
        EXPECT_NEAR(point.over_base->ratio->value, 4 * 0.100 / 0.112, 1e-12);
    }
}

TEST(Scaling, LeavesOutCellsWithOtherThreadsAndSkippedOnes) {
    Document document = samples::scaling_document({{1, 1, 0.1}, {1, 2, 0.1}, {1, 4, 0.1}});
    document.cells[1].threads = 2;
    document.cells[2].skip = "too few cores";
    derive(document);
    EXPECT_TRUE(document.scaling.empty());
    EXPECT_THAT(render_table(document), Not(HasSubstr("scaling (")));
}

TEST(Scaling, OfAnEmulatedMachineIsNone) {
    Document document = samples::scaling();
    ASSERT_EQ(document.scaling.size(), 2U);
    document.environment.emulation = "numa-lab, tcg";
    derive(document);
    EXPECT_TRUE(document.scaling.empty());
}

TEST(Pays, OnlyWhenTheWholeIntervalLiesAboveTheMargin) {
    EXPECT_EQ(judge_gain({1.05, 1.03, 1.07, 12}, 0.02), Pays::yes);
    EXPECT_EQ(judge_gain({1.00, 0.99, 1.02, 12}, 0.02), Pays::no);
    EXPECT_EQ(judge_gain({1.01, 0.99, 1.03, 12}, 0.02), Pays::inconclusive);
    EXPECT_EQ(judge_gain({1.90, 1.85, 1.95, 9}, 0.02), Pays::inconclusive);
}

TEST(Knee, NamesTheLastSizeThatPaysWithBothThroughputs) {
    const Document document =
        samples::scaling_document({{1, 1, 0.1}, {1, 2, 0.1}, {1, 4, 0.1}, {1, 8, 0.199}});
    const ScalingPath& path = only_series(document).paths.at(0);
    EXPECT_EQ(path.stops_paying, Pays::yes);
    EXPECT_THAT(path.last_paying_cell, HasSubstr("processes=4"));
    EXPECT_EQ(path.why,
              "stops paying after 4 processes: 8 give 1.005x [1.005, 1.005] over 4, 39.0 k against 38.8 k "
              "tokens/s, n = 12");
}

// A plateau before a gain is no knee: whoever stopped there would lose what 8 give.
TEST(Knee, IsBehindTheLastStepThatPaysAndNotBeforeIt) {
    const Document document = samples::scaling_document({{1, 1, 0.1}, {1, 2, 0.2}, {1, 4, 0.2}});
    const ScalingPath& path = only_series(document).paths.at(0);
    EXPECT_EQ(path.stops_paying, Pays::no);
    EXPECT_THAT(path.why, HasSubstr("pays up to 4 processes, the most measured"));
}

TEST(Knee, OfTooFewPairsIsInconclusive) {
    const Document document = samples::scaling_document({{1, 1, 0.1}, {1, 2, 0.2}}, 9);
    EXPECT_EQ(only_series(document).paths.at(0).stops_paying, Pays::inconclusive);
    EXPECT_THAT(only_series(document).paths.at(0).why,
                HasSubstr("inconclusive whether 2 processes pay: 2 give 1.000x"));
    EXPECT_THAT(only_series(document).paths.at(0).why, HasSubstr("too few pairs, a verdict needs 10"));
}

// Sizes that never ran in one block would get a gain out of nothing, and a sentence on whether it pays.
TEST(Knee, IsNotSoughtWhereASizeHasNoPairWithTheOneBefore) {
    Document document = samples::scaling_document({{1, 1, 0.1}, {1, 2, 0.125}});
    for (Trial& trial : document.trials) {
        const bool first = trial.cell == document.cells.at(0).id;
        if ((trial.block % 2 == 0) == first) trial.status = TrialStatus::failed;
    }
    derive(document);
    EXPECT_FALSE(only_series(document).points.at(1).over_base->ratio);
    EXPECT_TRUE(only_series(document).paths.empty());
}

TEST(Scaling, SurvivesWritingAndReading) {
    const Document document = samples::scaling();
    const std::string text = document_to_text(document);
    const Document again = document_from_text(text, "scaling");
    EXPECT_EQ(document_to_text(again), text);
    const auto over_fewer_machines = [](const Document& each) {
        return each.scaling.at(0).points.at(2).over_fewer_machines.value().ratio.value().value;
    };
    EXPECT_EQ(over_fewer_machines(again), over_fewer_machines(document));
    EXPECT_EQ(again.scaling.at(0).paths.at(0).why, document.scaling.at(0).paths.at(0).why);
}

TEST(Scaling, IsAbsentFromOlderDocumentsAndMadeAnew) {
    auto json = nlohmann::ordered_json::parse(document_to_text(samples::scaling()));
    json.erase("scaling");
    Document document = document_from_text(json.dump(), "old.json");
    EXPECT_TRUE(document.scaling.empty());
    derive(document);
    EXPECT_EQ(document.scaling.size(), 2U);
}

}  // namespace
}  // namespace accelbench::reports
