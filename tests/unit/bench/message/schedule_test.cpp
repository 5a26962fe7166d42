#include "bench/message/schedule.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <deque>
#include <map>
#include <numeric>

namespace accelbench::bench::message {
namespace {

/// All machines' schedules carried out together, each as far as its messages have come.
class Play {
  public:
    Play(int machines, std::size_t count) {
        for (int me = 0; me < machines; ++me) {
            players_.push_back({exchange_schedule(machines, me, count), {}, 0, false});
            for (std::size_t i = 0; i < count; ++i)
                players_.back().values.push_back(0.1 * me + 1e-3 * static_cast<double>(i));
        }
    }
    /// False when some machines wait for ever.
    bool to_the_end() {
        for (bool moved = true; moved;) {
            moved = false;
            for (int me = 0; me < static_cast<int>(players_.size()); ++me) moved |= advance(me);
        }
        return std::all_of(players_.begin(), players_.end(),
                           [](const Player& player) { return player.step == player.steps.size(); });
    }
    const std::vector<float>& values(int me) const { return players_[static_cast<std::size_t>(me)].values; }
    std::size_t floats_sent(int me) const {
        std::size_t sum = 0;
        for (const Step& step : players_[static_cast<std::size_t>(me)].steps) sum += step.send.size();
        return sum;
    }

  private:
    struct Player {
        std::vector<Step> steps;
        std::vector<float> values;
        std::size_t step;
        bool sent;
    };

    void send(int me, Player& player, const Step& step) {
        if (step.send_to < 0 || player.sent) return;
        const auto* begin = player.values.data();
        mail_[{me, step.send_to}].emplace_back(begin + step.send.begin, begin + step.send.end);
        player.sent = true;
    }
    bool advance(int me) {
        auto& player = players_[static_cast<std::size_t>(me)];
        if (player.step == player.steps.size()) return false;
        const Step& step = player.steps[player.step];
        send(me, player, step);
        if (step.receive_from >= 0 && !receive(me, player, step)) return false;
        player.sent = false;
        ++player.step;
        return true;
    }
    bool receive(int me, Player& player, const Step& step) {
        auto& letters = mail_[{step.receive_from, me}];
        if (letters.empty()) return false;
        EXPECT_EQ(letters.front().size(), step.receive.size());
        for (std::size_t i = 0; i < letters.front().size(); ++i) {
            float& value = player.values[step.receive.begin + i];
            value = step.add ? value + letters.front()[i] : letters.front()[i];
        }
        letters.pop_front();
        return true;
    }

    std::vector<Player> players_;
    std::map<std::pair<int, int>, std::deque<std::vector<float>>> mail_;
};

TEST(ExchangeSchedule, EveryMachineEndsWithTheSumAndTheSameBits) {
    for (int machines = 1; machines <= 9; ++machines) {
        for (std::size_t count : {0, 1, 17, 8192, 8193, 20011, 131072}) {
            Play play(machines, count);
            ASSERT_TRUE(play.to_the_end()) << machines << " machines, " << count << " floats";
            for (int me = 0; me < machines; ++me) ASSERT_EQ(play.values(me), play.values(0));
            for (std::size_t i = 0; i < count; ++i) {
                const double sum =
                    0.1 * machines * (machines - 1) / 2 + 1e-3 * machines * static_cast<double>(i);
                ASSERT_NEAR(play.values(0)[i], sum, 1e-5 * sum + 1e-6)
                    << machines << " machines, element " << i;
            }
        }
    }
}

TEST(ExchangeSchedule, LargeSumsSendNoMoreThanAnAllReduceMust) {
    constexpr std::size_t count = 1 << 16;
    for (int machines : {2, 3, 4, 6, 8}) {
        const auto least =
            2 * count * static_cast<std::size_t>(machines - 1) / static_cast<std::size_t>(machines);
        for (int me = 0; me < machines; ++me)
            EXPECT_LE(Play(machines, count).floats_sent(me), least + 64) << machines << " machines";
    }
}

TEST(ExchangeSchedule, TheLargestSumsGoRoundWithoutChangingTheNeighbour) {
    for (const Step& step : exchange_schedule(8, 3, 48 << 10)) {
        EXPECT_EQ(step.send_to, 4);
        EXPECT_EQ(step.receive_from, 2);
    }
    EXPECT_EQ(exchange_schedule(8, 3, (48 << 10) - 1).size(), 6U);  // halving, and the way back
}

// Open MPI sends 64 KiB over TCP at once, and waits for the receiver's word with more.
TEST(ExchangeSchedule, WhatIsSentAtOnceHasNoLongMessage) {
    for (int machines = 2; machines <= 9; ++machines)
        for (const Step& step : exchange_schedule(machines, 1, most_sent_at_once(machines)))
            EXPECT_LE(step.send.size() * sizeof(float), 48U << 10) << machines << " machines";
}

TEST(ExchangeSchedule, SmallSumsTakeTheFewestSteps) {
    EXPECT_EQ(exchange_schedule(2, 0, 100).size(), 1U);
    EXPECT_EQ(exchange_schedule(8, 3, 100).size(), 3U);
    EXPECT_EQ(exchange_schedule(6, 4, 100).size(), 2U);
    EXPECT_EQ(exchange_schedule(6, 0, 100).size(), 4U);  // one of those that another hands its values to
}

TEST(Share, SharesCoverTheWholeAndAreCutAtCacheLines) {
    for (std::size_t count : {0, 1, 16, 100, 65536}) {
        for (std::size_t parts : {1, 2, 3, 7, 256}) {
            std::size_t end = 5;
            for (std::size_t part = 0; part < parts; ++part) {
                const auto range = share({5, 5 + count}, parts, part);
                EXPECT_EQ(range.begin, end);
                end = range.end;
                EXPECT_TRUE((range.begin - 5) % 16 == 0 || range.size() == 0);
            }
            EXPECT_EQ(end, 5 + count);
        }
    }
}

}  // namespace
}  // namespace accelbench::bench::message
