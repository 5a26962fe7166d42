#pragma once

#include <utility>
#include <vector>

#include "bench/message/ping_pong.h"

namespace accelbench::bench::message {

using Pair = std::pair<int, int>;  // ranks, the smaller one first

/// Up to here pairs are measured one at a time, so that none shares a wire with another. 28 pairs.
constexpr int most_one_at_a_time = 8;

/// All pairs of `ranks`, each once. Pairs of a round have no rank in common and run side by side; up to
/// most_one_at_a_time ranks a round is one pair, else a round robin tournament by the circle method.
std::vector<std::vector<Pair>> survey_rounds(int ranks);

/// What was measured between two ranks.
struct SurveyedPair {
    Pair ranks;
    Percentiles half_trip_seconds;        // of small_message_bytes
    Percentiles large_half_trip_seconds;  // of large_message_bytes
    int small_trips = 0;
    int large_trips = 0;
    int side_by_side = 1;  // pairs that ran at the same time, this one among them
};

struct Survey {
    std::vector<SurveyedPair> pairs;
    int left_out = 0;  // pairs that most_seconds left no time for
};

/// All ranks call it, one on each machine. Ranks that have nothing to do sleep. No round begins after
/// `most_seconds`. The result is rank 0's; the others get an empty one.
Survey survey_links(Transport& transport, double most_seconds, const PingPongEffort& effort = {});

}  // namespace accelbench::bench::message
