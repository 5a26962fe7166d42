#include "reports/analysis/launch_value.h"

#include <gtest/gtest.h>

#include "sample_document.h"

namespace accelbench::reports {
namespace {

TEST(LaunchValue, IsTheMedianOfTheSlowestRank) {
    EXPECT_DOUBLE_EQ(*launch_value({{1, 5, 1}, {2, 2, 9}}), 5);
    EXPECT_FALSE(launch_value({{1, 2}, {1}}).has_value());
    EXPECT_FALSE(launch_value({}).has_value());
}

// A step time that was edited in a document was believed, although the ranks' steps beside it said otherwise.
TEST(LaunchValue, IsMadeAnewFromTheRanksSteps) {
    Document document = samples::two_nodes();
    document.trials[0].step_seconds = 100;
    document.trials[0].ranks[0].step_seconds = {1, 5, 1};
    document.trials[0].ranks[1].step_seconds = {2, 2, 9};
    document.trials[1].ranks[0].step_seconds = {1, 2};
    for (auto& rank : document.trials[2].ranks) rank.step_seconds.clear();
    const auto kept = document.trials[2].step_seconds;
    recompute_launch_values(document);
    EXPECT_EQ(document.trials[0].step_seconds, 5);
    EXPECT_FALSE(document.trials[1].step_seconds);
    EXPECT_EQ(document.trials[1].status, TrialStatus::failed);
    EXPECT_EQ(document.trials[1].reason, different_steps);
    EXPECT_EQ(document.trials[2].step_seconds, kept);
}

}  // namespace
}  // namespace accelbench::reports
