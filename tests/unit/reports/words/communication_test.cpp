#include "reports/words/communication.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reports/html/html.h"
#include "reports/json/document.h"
#include "sample_document.h"

namespace accelbench::reports {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

RankFacts rank_on(const std::string& host, topology::Channels channels) {
    RankFacts rank;
    rank.host = host;
    rank.channels = std::move(channels);
    return rank;
}

Trial trial_of(std::vector<RankFacts> ranks) {
    Trial trial;
    trial.ranks = std::move(ranks);
    trial.communication = {
        "auto", "Open MPI, 2 ranks", {{"flat", 1, 8, 8}, {"hierarchical", 24, 1536, 4 << 20}}};
    return trial;
}

TEST(Communication, TellsTheWaysThatSumsWentAndTheirSizes) {
    EXPECT_EQ(taken_text(*trial_of({}).communication),
              "flat: 1 sum of 8 B; hierarchical: 24 sums of 1.50 KiB to 4.00 MiB");
    EXPECT_EQ(taken_text({"flat", "", {}}), "no sums");
}

TEST(Communication, TellsTheRankWhoseSumsWereExposedLongest) {
    auto trial = trial_of({rank_on("a", {}), rank_on("a", {}), rank_on("a", {})});
    EXPECT_EQ(sum_seconds_text(trial), "-") << "a document of older versions";
    trial.ranks[0].sum_seconds = SumSeconds{.between = 0.05, .exposed = 0.0001};
    trial.ranks[2].sum_seconds = SumSeconds{.between = 0.0341, .exposed = 0.00021};
    EXPECT_EQ(sum_seconds_text(trial), "exposed 210 us, between layers of the backward pass 34.1 ms");
}

TEST(Communication, TellsWhatWasThereInsideAndBetweenMachines) {
    const topology::Channels both{{"vader_segment"}, {"10.77.0.2"}, {}, {"/dev/infiniband/uverbs0"}};
    const auto four =
        trial_of({rank_on("a", both), rank_on("a", both), rank_on("b", both), rank_on("b", both)});
    EXPECT_EQ(inside_text(four), "shared memory (vader_segment)");
    EXPECT_EQ(between_text(four), "TCP, /dev/infiniband/uverbs0");
}

// A segment that a rank keeps for itself proves nothing about a machine with one rank.
TEST(Communication, SaysNothingOfWhatThereIsNot) {
    const topology::Channels own{{"vader_segment"}, {"10.77.0.2"}, {"10.77.0.1"}, {}};
    EXPECT_EQ(inside_text(trial_of({rank_on("a", own), rank_on("b", own)})), "-");
    EXPECT_EQ(between_text(trial_of({rank_on("a", own), rank_on("a", own)})), "-");
    EXPECT_EQ(inside_text(trial_of({rank_on("a", own), rank_on("a", own)})),
              "shared memory (vader_segment), TCP");
    const auto blind = trial_of({rank_on("a", {}), rank_on("a", {}), rank_on("b", {})});
    EXPECT_EQ(inside_text(blind), "nothing that Linux shows");
    EXPECT_EQ(between_text(blind), "nothing that Linux shows");
}

TEST(Communication, ComesBackFromTheJournalAsItWas) {
    auto trial = trial_of({rank_on("a", {{"s"}, {"m"}, {"i"}, {"d"}}), rank_on("a", {})});
    trial.ranks[1].channels.reset();
    trial.ranks[1].sum_seconds = SumSeconds{.between = 0.5, .exposed = 0.25};
    const auto again = trial_from_line(trial_to_line(trial));
    ASSERT_TRUE(again.communication && again.ranks[0].channels);
    EXPECT_EQ(*again.ranks[0].channels, *trial.ranks[0].channels);
    EXPECT_FALSE(again.ranks[1].channels);
    EXPECT_FALSE(again.ranks[0].sum_seconds);
    EXPECT_EQ(sum_seconds_text(again), "exposed 250 ms, between layers of the backward pass 500 ms");
    EXPECT_EQ(again.communication->description, "Open MPI, 2 ranks");
    EXPECT_EQ(taken_text(*again.communication), taken_text(*trial.communication));
}

TEST(Communication, StandsInThePageOnlyWhereSeveralRanksTalked) {
    Document document = samples::two_nodes();
    EXPECT_THAT(render_html(document), Not(HasSubstr("How gradients were summed")));
    for (Trial& trial : document.trials) trial.communication = trial_of({}).communication;
    document.trials.back().communication->description = "<b>";
    EXPECT_THAT(render_html(document), HasSubstr("hierarchical: 24 sums of 1.50 KiB to 4.00 MiB"));
    EXPECT_THAT(render_html(document), Not(HasSubstr("<b>")));
}

}  // namespace
}  // namespace accelbench::reports
