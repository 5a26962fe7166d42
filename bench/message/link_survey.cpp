#include "bench/message/link_survey.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <thread>

namespace accelbench::bench::message {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int order_tag = 1;
constexpr int result_tag = 2;

/// From rank 0: whom to measure with, and on which side. Peer -1: it is over.
using Order = std::array<float, 2>;
/// To rank 0: p10, median, p90 and number of half trips, small and large. Numbers of seven digits do.
using Result = std::array<float, 8>;

/// A rank that polled at full speed would take a core from those that measure, where machines share some.
void wait_asleep(Transport& transport, Transport::Ticket ticket) {
    while (!transport.is_over(ticket)) {
        transport.poll();
        if (transport.is_over(ticket)) return;
        std::this_thread::sleep_for(std::chrono::milliseconds(1));
    }
}

Result result_of(const PingPongTimes& times) {
    const auto small = percentiles_of(times.small_seconds);
    const auto large = percentiles_of(times.large_seconds);
    const auto as_float = [](auto number) { return static_cast<float>(number); };
    return {as_float(small.p10), as_float(small.median),
            as_float(small.p90), as_float(times.small_seconds.size()),
            as_float(large.p10), as_float(large.median),
            as_float(large.p90), as_float(times.large_seconds.size())};
}

SurveyedPair surveyed(const Pair& ranks, const Result& result, std::size_t side_by_side) {
    return {ranks,
            {result[0], result[1], result[2]},
            {result[4], result[5], result[6]},
            static_cast<int>(result[3]),
            static_cast<int>(result[7]),
            static_cast<int>(side_by_side)};
}

/// Rank 0, which says who measures next and hears what came of it.
class Coordinator {
  public:
    Coordinator(Transport& transport, const PingPongEffort& effort)
        : transport_(transport), effort_(effort) {}

    std::vector<SurveyedPair> run(const std::vector<Pair>& round) {
        for (const auto& [first, second] : round) {
            tell(first, {static_cast<float>(second), 1});
            tell(second, {static_cast<float>(first), 0});
        }
        std::vector<Result> results(round.size());
        for (std::size_t i = 0; i < round.size(); ++i)  // its own pair is the first of a round, if it has one
            results[i] = round[i].first == 0 ? result_of(ping_pong(transport_, round[i].second, effort_))
                                             : heard_from(round[i].first);
        std::vector<SurveyedPair> pairs;
        for (std::size_t i = 0; i < round.size(); ++i)
            pairs.push_back(surveyed(round[i], results[i], round.size()));
        return pairs;
    }
    void dismiss_all() {
        for (int rank = 1; rank < transport_.size(); ++rank) tell(rank, {-1, 0});
    }

  private:
    void tell(int rank, const Order& order) {
        if (rank == 0) return;
        wait_asleep(transport_, transport_.start_send(rank, order_tag, order));
    }
    Result heard_from(int rank) {
        Result result{};
        wait_asleep(transport_, transport_.start_receive(rank, result_tag, result));
        return result;
    }

    Transport& transport_;
    const PingPongEffort& effort_;
};

void follow_orders(Transport& transport, const PingPongEffort& effort) {
    for (;;) {
        Order order{};
        wait_asleep(transport, transport.start_receive(0, order_tag, order));
        const int peer = static_cast<int>(order[0]);
        if (peer < 0) return;
        if (order[1] == 0.0F) {
            answer_ping_pong(transport, peer);
            continue;
        }
        const auto result = result_of(ping_pong(transport, peer, effort));
        wait_asleep(transport, transport.start_send(0, result_tag, result));
    }
}

/// The circle method: rank 0 stays, the others go round; an odd number gets an empty seat, whose partner
/// rests.
std::vector<Pair> tournament_round(int ranks, int number) {
    const int seats = ranks + ranks % 2;
    const auto at = [&](int seat) { return seat == 0 ? 0 : (seat - 1 + number) % (seats - 1) + 1; };
    std::vector<Pair> round;
    for (int seat = 0; seat < seats / 2; ++seat) {
        const Pair pair = std::minmax({at(seat), at(seats - 1 - seat)});
        if (pair.second < ranks) round.push_back(pair);
    }
    return round;
}

}  // namespace

std::vector<std::vector<Pair>> survey_rounds(int ranks) {
    std::vector<std::vector<Pair>> rounds;
    if (ranks > most_one_at_a_time) {
        for (int number = 0; number < ranks - 1 + ranks % 2; ++number)
            rounds.push_back(tournament_round(ranks, number));
        return rounds;
    }
    for (int first = 0; first < ranks; ++first)
        for (int second = first + 1; second < ranks; ++second) rounds.push_back({{first, second}});
    return rounds;
}

Survey survey_links(Transport& transport, double most_seconds, const PingPongEffort& effort) {
    if (transport.rank() != 0) {
        follow_orders(transport, effort);
        return {};
    }
    Survey survey;
    Coordinator coordinator(transport, effort);
    const auto end = Clock::now() + std::chrono::duration<double>(most_seconds);
    for (const auto& round : survey_rounds(transport.size())) {
        if (Clock::now() >= end) {
            survey.left_out += static_cast<int>(round.size());
            continue;
        }
        for (const auto& pair : coordinator.run(round)) survey.pairs.push_back(pair);
    }
    coordinator.dismiss_all();
    return survey;
}

}  // namespace accelbench::bench::message
