#include "reports/analysis/summarise.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "reports/analysis/losses.h"
#include "reports/html/html.h"
#include "reports/model/cells.h"
#include "reports/statistics/stats.h"
#include "reports/table/table.h"
#include "sample_document.h"

namespace accelbench::reports {
namespace {

using ::testing::HasSubstr;

TEST(Summarise, IsTheMedianOverLaunchesAndNotOverPooledSteps) {
    const Document document = samples::two_nodes();
    std::vector<double> launches;
    for (const Trial* trial : ok_trials_of(document, document.cells[3].id))
        launches.push_back(*trial->step_seconds);
    const Summary& summary = document.summaries[3];
    EXPECT_EQ(summary.step_seconds->value, median(launches));
    EXPECT_EQ(summary.step_seconds->n, 12);
    EXPECT_LE(summary.step_seconds->low, summary.step_seconds->value);
    EXPECT_EQ(summary.min_seconds, *std::min_element(launches.begin(), launches.end()));
    EXPECT_EQ(summary.max_seconds, *std::max_element(launches.begin(), launches.end()));
}

// A misplaced launch is remote memory under the name local: averaged in, it would hide what is measured.
TEST(Summarise, LeavesMisplacedFailedAndTimedOutLaunchesOut) {
    Document document = samples::two_nodes();
    const Summary before = document.summaries[1];
    for (const auto& [block, status] :
         {std::pair{0, TrialStatus::misplaced}, std::pair{1, TrialStatus::failed},
          std::pair{2, TrialStatus::timeout}}) {
        Trial& trial = document.trials[static_cast<std::size_t>(block * 8 + 1)];
        ASSERT_EQ(trial.cell, document.cells[1].id);
        trial.status = status;
        trial.step_seconds = 100;
    }
    summarise(document);
    EXPECT_EQ(document.summaries[1].launches, 9);
    EXPECT_EQ(document.summaries[1].misplaced, 1);
    EXPECT_EQ(document.summaries[1].failed, 2);
    EXPECT_LT(document.summaries[1].max_seconds, 1);
}

// Work over the median step left the slow steps out: 0.6 to 5 % too high.
TEST(Summarise, RatesAreTotalWorkOverTotalTime) {
    Document document = samples::two_nodes();
    for (Trial& trial : document.trials) trial.ranks[1].step_seconds.back() *= 2;
    summarise(document);
    double seconds = 0, steps = 0;
    for (const Trial* trial : ok_trials_of(document, document.cells[1].id)) {
        const auto& slowest = trial->ranks[1].step_seconds;
        seconds += std::accumulate(slowest.begin(), slowest.end(), 0.0);
        steps += static_cast<double>(slowest.size());
    }
    const Summary& summary = document.summaries[1];
    EXPECT_NEAR(*summary.items_per_second, 8.0 * 256 * 2 * steps / seconds, 1e-6);
    EXPECT_LT(*summary.items_per_second, 0.95 * 8.0 * 256 * 2 / summary.step_seconds->value);
    const double flops = 2 * (7.0e8 + 1.4e9 + 1.1e7 + 1.3e8);
    EXPECT_NEAR(*summary.flops_per_second, flops * steps / seconds, 1);
    EXPECT_NEAR(*summary.flops_utilisation, flops * steps / seconds / (2 * 4 * 5.2e10), 0.002);
}

TEST(Summarise, RatesWithoutStepsAreOverTheLaunchesValues) {
    Document document = samples::two_nodes();
    for (Trial& trial : document.trials)
        for (RankFacts& rank : trial.ranks) rank.step_seconds.clear();
    summarise(document);
    EXPECT_NEAR(*document.summaries[1].items_per_second * document.summaries[1].step_seconds->value, 8.0 * 256 * 2,
                40);
}

// A busy machine reported 771 %: its peak was measured while others had the cores.
TEST(Summarise, AUtilisationAboveAllIsUnreliable) {
    Document document = samples::two_nodes();
    for (Trial& trial : document.trials)
        for (RankFacts& rank : trial.ranks) rank.peak_flops /= 30;
    summarise(document);
    const Summary& summary = document.summaries[1];
    EXPECT_FALSE(summary.flops_utilisation);
    EXPECT_THAT(summary.utilisation_unreliable, HasSubstr("% of the measured peak: the peak was disturbed"));
    EXPECT_THAT(render_table(document), HasSubstr("MFU left out as unreliable:"));
}

TEST(Summarise, UnsteadyLaunchesAreListedBesideTheTable) {
    Document document = samples::two_nodes();
    document.trials[8].steady = false;
    summarise(document);
    EXPECT_EQ(document.summaries[0].unsteady, 1);
    EXPECT_THAT(render_table(document), HasSubstr("launches that had not settled when measured (included in results): "
                                                  "trial 8 (block 1, baseline 1 x 2 x 4)"));
    EXPECT_THAT(render_html(document), HasSubstr("trial 8 (block 1, baseline 1 x 2 x 4)"));
}

// The peak of one of two ranks would double the utilisation.
TEST(Summarise, NoUtilisationWhenARankHasNoPeak) {
    Document document = samples::two_nodes();
    for (Trial& trial : document.trials) trial.ranks.back().peak_flops = 0;
    summarise(document);
    for (const Summary& summary : document.summaries) EXPECT_FALSE(summary.flops_utilisation);
}

// Flops of an emulated processor against its emulated peak look like a utilisation and are none.
TEST(Summarise, NoUtilisationOnAnEmulatedMachine) {
    const Document document = samples::emulated();
    ASSERT_EQ(document.summaries.size(), 8U);
    for (const Summary& summary : document.summaries) {
        EXPECT_FALSE(summary.flops_utilisation);
        EXPECT_TRUE(summary.step_seconds);
    }
}

TEST(Summarise, GivesTheSameNumbersEachTime) {
    Document document = samples::two_nodes();
    const Estimate once = *document.summaries[3].step_seconds;
    document.cells.erase(document.cells.begin());
    summarise(document);
    EXPECT_EQ(document.summaries[2].step_seconds->low, once.low);
    EXPECT_EQ(document.summaries[2].step_seconds->high, once.high);
}

TEST(Losses, AreComparedWithinWhatDiffersInPolicyOnly) {
    const LossCheck check = check_losses(samples::two_nodes());
    EXPECT_EQ(check.groups, 2);  // 2 and 4 processes have other losses, rightly
    EXPECT_TRUE(check.differ.empty());
}

// One bit in the last place: a float comparison with tolerance would pass it.
TEST(Losses, OneBitFailsTheCellAndNamesTheStep) {
    Document document = samples::two_nodes();
    Trial& trial = document.trials[3 + 8];
    ASSERT_THAT(trial.cell, HasSubstr("policy=remote"));
    trial.losses[4] = std::nextafter(trial.losses[4], 10);
    summarise(document);
    const Summary* summary = find_summary(document, trial.cell);
    EXPECT_THAT(summary->losses_differ, HasSubstr("losses diverge from local at step 4 of 8"));
    EXPECT_FALSE(summary->step_seconds);
    EXPECT_EQ(find_comparison(document, trial.cell), nullptr);
    EXPECT_EQ(document.comparisons.size(), 5U);
}

TEST(Losses, OfTrialsThatWereNotOkAreNotCompared) {
    Document document = samples::two_nodes();
    document.trials[3].losses[4] = 0;
    document.trials[3].status = TrialStatus::timeout;
    EXPECT_TRUE(diverging_losses(document).empty());
    document.trials[3].status = TrialStatus::ok;
    EXPECT_EQ(diverging_losses(document).size(), 1U);
}

TEST(Losses, ShorterRunsAreComparedAsFarAsTheyWent) {
    Document document = samples::two_nodes();
    document.trials[3].losses.resize(3);
    EXPECT_TRUE(diverging_losses(document).empty());
    document.trials[3].losses.clear();
    EXPECT_TRUE(diverging_losses(document).empty());
}

}  // namespace
}  // namespace accelbench::reports
