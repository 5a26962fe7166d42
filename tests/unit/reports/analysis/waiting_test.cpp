#include "reports/analysis/waiting.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/analysis/summarise.h"
#include "reports/json/document.h"
#include "reports/model/cells.h"
#include "reports/table/table.h"
#include "sample_document.h"

namespace accelbench::reports {
namespace {

using testing::HasSubstr;

Trial launch(const std::vector<std::vector<double>>& steps_by_rank) {
    Trial trial;
    for (const auto& steps : steps_by_rank) {
        trial.ranks.emplace_back();
        trial.ranks.back().step_seconds = steps;
    }
    return trial;
}

std::optional<double> share(const std::vector<Trial>& launches) {
    std::vector<const Trial*> trials;
    for (const Trial& trial : launches) trials.push_back(&trial);
    return waiting_share(trials);
}

// 3 - 2 and 4 - 3 of 3 + 4: each rank is the slowest of one step, and both take as long in all.
TEST(Waiting, IsTheSlowestRankOfEachStepAboveTheMean) {
    EXPECT_DOUBLE_EQ(*share({launch({{1, 4}, {3, 2}})}), 2.0 / 7);
    EXPECT_DOUBLE_EQ(*share({launch({{2, 2}, {2, 2}})}), 0);
}

TEST(Waiting, IsTotalOverTotalAndNotAMeanOfShares) {
    EXPECT_DOUBLE_EQ(*share({launch({{1}, {3}}), launch({{100}, {100}})}), 1.0 / 103);
}

TEST(Waiting, OfOneRankThereIsNone) {
    EXPECT_FALSE(share({launch({{1, 2}})}));
    EXPECT_FALSE(share({}));
    EXPECT_FALSE(share({launch({{}, {}})}));
    EXPECT_DOUBLE_EQ(*share({launch({{1, 2}, {1}}), launch({{1}, {3}})}), 1.0 / 3)
        << "a broken launch is left out";
}

TEST(Waiting, StandsBesideTheRateInTableAndDocument) {
    Document document = samples::two_nodes();
    for (Trial& trial : document.trials)
        for (RankFacts& rank : trial.ranks)
            for (double& step : rank.step_seconds) step = rank.rank == 0 ? 0.5 : 1;
    summarise(document);
    EXPECT_DOUBLE_EQ(*document.summaries[0].waiting_share, 0.25);
    EXPECT_THAT(render_table(document), HasSubstr("  25 %"));
    EXPECT_THAT(render_table(document),
                HasSubstr("\nwaits: by how much the slowest rank of each step exceeds"));
    const auto read = document_from_text(document_to_text(document), "sample");
    EXPECT_EQ(read.summaries[0].waiting_share, document.summaries[0].waiting_share);
}

}  // namespace
}  // namespace accelbench::reports
