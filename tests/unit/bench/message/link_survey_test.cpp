#include "bench/message/link_survey.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <set>
#include <thread>

#include "thread_transport.h"

namespace accelbench::bench::message {
namespace {

constexpr PingPongEffort quick{5, 1, 2, 1};

/// Sending takes the time that a wire would: some for each message, more for the large ones of one rank.
class SlowTransport : public Transport {
  public:
    SlowTransport(Transport& inner, std::chrono::milliseconds small, std::chrono::milliseconds large)
        : inner_(inner), small_(small), large_(large) {}
    int rank() const override { return inner_.rank(); }
    int size() const override { return inner_.size(); }
    std::vector<std::string> all_gather(const std::string& word) override { return inner_.all_gather(word); }
    Ticket start_send(int to, int tag, std::span<const float> values) override {
        std::this_thread::sleep_for(values.size_bytes() == large_message_bytes ? large_ : small_);
        return inner_.start_send(to, tag, values);
    }
    Ticket start_receive(int from, int tag, std::span<float> values) override {
        return inner_.start_receive(from, tag, values);
    }
    void poll() override { inner_.poll(); }
    bool is_over(Ticket ticket) override { return inner_.is_over(ticket); }

  private:
    Transport& inner_;
    std::chrono::milliseconds small_, large_;
};

Survey survey_of(int ranks, double most_seconds) {
    Survey survey;
    run_transports(ranks, [&](Transport& transport) {
        const auto mine = survey_links(transport, most_seconds, quick);
        if (transport.rank() == 0) survey = mine;
    });
    return survey;
}

TEST(SurveyRounds, HoldEachPairOnceAndNoRankTwiceAtATime) {
    for (int ranks = 1; ranks <= 17; ++ranks) {
        SCOPED_TRACE(ranks);
        std::set<Pair> seen;
        for (const auto& round : survey_rounds(ranks)) {
            std::set<int> busy;
            for (const auto& [first, second] : round) {
                EXPECT_LT(first, second);
                EXPECT_TRUE(seen.insert({first, second}).second);
                EXPECT_TRUE(busy.insert(first).second && busy.insert(second).second);
            }
            EXPECT_TRUE(round.size() == 1 || ranks > most_one_at_a_time);
        }
        EXPECT_EQ(seen.size(), static_cast<std::size_t>(ranks * (ranks - 1) / 2));
    }
}

// 2016 pairs one after another would take longer than the sweep.
TEST(SurveyRounds, OfManyRanksAreFew) { EXPECT_EQ(survey_rounds(64).size(), 63U); }

TEST(Survey, MeasuresAllPairsAndSaysHowManyRanAtATime) {
    for (const auto& [ranks, at_a_time] : {std::pair{2, 1}, {3, 1}, {9, 4}}) {
        SCOPED_TRACE(ranks);
        const auto survey = survey_of(ranks, 60);
        EXPECT_EQ(survey.left_out, 0);
        std::set<Pair> seen;
        for (const auto& pair : survey.pairs) {
            seen.insert(pair.ranks);
            EXPECT_EQ(pair.side_by_side, at_a_time);
            EXPECT_EQ(pair.small_trips, quick.small_trips);
            EXPECT_EQ(pair.large_trips, quick.large_trips);
            EXPECT_GT(pair.half_trip_seconds.median, 0);
            EXPECT_GT(pair.large_half_trip_seconds.median, 0);
        }
        EXPECT_EQ(seen.size(), static_cast<std::size_t>(ranks * (ranks - 1) / 2));
    }
}

TEST(Survey, LeavesOutWhatItHasNoTimeForAndSaysHowMany) {
    const auto survey = survey_of(4, 0);
    EXPECT_TRUE(survey.pairs.empty());
    EXPECT_EQ(survey.left_out, 6);
}

TEST(PingPong, TellsHalfOfARoundTripForEachSize) {
    PingPongTimes times;
    run_transports(2, [&](Transport& inner) {
        using std::chrono::milliseconds;
        SlowTransport transport(inner, milliseconds(2), milliseconds(30));
        if (transport.rank() == 0)
            times = ping_pong(transport, 1, quick);
        else
            answer_ping_pong(transport, 0);
    });
    ASSERT_EQ(times.small_seconds.size(), 5U);
    ASSERT_EQ(times.large_seconds.size(), 2U);
    EXPECT_THAT(percentiles_of(times.small_seconds).p10,
                testing::AllOf(testing::Ge(0.002), testing::Lt(0.004)));
    EXPECT_THAT(percentiles_of(times.large_seconds).p10,
                testing::AllOf(testing::Ge(0.03), testing::Lt(0.06)));
}

TEST(PingPong, EndsInTimeOnASlowLinkButMeasuresAtLeastOnce) {
    run_transports(2, [](Transport& inner) {
        SlowTransport transport(inner, std::chrono::milliseconds(1), std::chrono::milliseconds(1));
        if (transport.rank() == 1) return answer_ping_pong(transport, 0);
        const auto times = ping_pong(transport, 1, {1000000, 0.01, 1000000, 0});
        EXPECT_LT(times.small_seconds.size(), 12U);
        EXPECT_EQ(times.large_seconds.size(), 1U);
    });
}

TEST(Percentiles, AreValuesThatWereMeasured) {
    const auto of_ten = percentiles_of({10, 9, 8, 7, 6, 5, 4, 3, 2, 1});
    EXPECT_EQ(of_ten.p10, 1);
    EXPECT_EQ(of_ten.median, 5);
    EXPECT_EQ(of_ten.p90, 9);
    EXPECT_EQ(percentiles_of({7}).p10, 7);
    EXPECT_EQ(percentiles_of({7}).p90, 7);
}

}  // namespace
}  // namespace accelbench::bench::message
