#pragma once

#include <cstddef>
#include <vector>

#include "bench/message/transport.h"

namespace accelbench::bench::message {

/// What travels to and fro: 8 bytes show the latency, 4 MiB the bandwidth.
constexpr std::size_t small_message_bytes = 8;
constexpr std::size_t large_message_bytes = 4 << 20;

/// How long one pair may take. The first of either limit ends it; one round trip is always measured.
struct PingPongEffort {
    int small_trips = 200;
    double small_seconds = 1;
    int large_trips = 10;
    double large_seconds = 2;
};

/// Halves of round trips, in seconds, in the order in which they were measured. A message's way there and its
/// way back are not told apart: two machines have two clocks.
struct PingPongTimes {
    std::vector<double> small_seconds;
    std::vector<double> large_seconds;
};

/// Sends to `peer`, which calls answer_ping_pong() at the same time. Round trips for warming up come first
/// and are not counted: they open the connection and TCP's window.
PingPongTimes ping_pong(Transport& transport, int peer, const PingPongEffort& effort = {});

/// Sends back what `peer` sends, until that one has enough.
void answer_ping_pong(Transport& transport, int peer);

/// Median and the tenth and ninetieth percentile, each a value that was measured (nearest rank).
struct Percentiles {
    double p10 = 0;
    double median = 0;
    double p90 = 0;
};
/// `values` is not empty.
Percentiles percentiles_of(std::vector<double> values);

}  // namespace accelbench::bench::message
