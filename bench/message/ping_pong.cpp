#include "bench/message/ping_pong.h"

#include <sched.h>

#include <algorithm>
#include <chrono>
#include <cmath>

#include "topology/base/clock.h"

namespace accelbench::bench::message {
namespace {

using Clock = std::chrono::steady_clock;

constexpr int tag = 3;
constexpr int small_warm_up = 20;
constexpr int large_warm_up = 1;
/// Some microseconds at full speed, as long as a fast network takes; who waits longer lets others run.
constexpr int spins = 50;

void wait(Transport& transport, Transport::Ticket ticket) {
    for (int waits = 0; !transport.is_over(ticket); ++waits) {
        if (waits > spins) sched_yield();
        transport.poll();
    }
}

std::vector<float> message_of(std::size_t bytes) { return std::vector<float>(bytes / sizeof(float), 1.0F); }

/// The side that measures. A message begins with 1 while more of its size follow, else with 0.
class Asker {
  public:
    Asker(Transport& transport, int peer, std::size_t bytes)
        : transport_(transport), peer_(peer), out_(message_of(bytes)), in_(out_) {}

    std::vector<double> half_trips(int warm_up, int most, double most_seconds) {
        for (int i = 0; i < warm_up; ++i) half_trip(true);
        std::vector<double> seconds;
        const auto start = Clock::now();
        for (bool more = true; more;) {
            more = static_cast<int>(seconds.size()) + 1 < most && seconds_since(start) < most_seconds;
            seconds.push_back(half_trip(more));
        }
        return seconds;
    }

  private:
    double half_trip(bool more) {
        out_[0] = more ? 1.0F : 0.0F;
        const auto start = Clock::now();
        const auto receiving = transport_.start_receive(peer_, tag, in_);
        const auto sending = transport_.start_send(peer_, tag, out_);
        wait(transport_, sending);
        wait(transport_, receiving);
        return seconds_since(start) / 2;
    }

    Transport& transport_;
    int peer_;
    std::vector<float> out_;
    std::vector<float> in_;
};

/// The next receive stands before the answer leaves: a message that finds it waiting is not copied once more.
void answer(Transport& transport, int peer, std::size_t bytes) {
    const auto out = message_of(bytes);
    auto in = out;
    auto receiving = transport.start_receive(peer, tag, in);
    for (bool more = true; more;) {
        wait(transport, receiving);
        more = in[0] != 0.0F;
        if (more) receiving = transport.start_receive(peer, tag, in);
        wait(transport, transport.start_send(peer, tag, out));
    }
}

}  // namespace

PingPongTimes ping_pong(Transport& transport, int peer, const PingPongEffort& effort) {
    PingPongTimes times;
    times.small_seconds = Asker(transport, peer, small_message_bytes)
                              .half_trips(small_warm_up, effort.small_trips, effort.small_seconds);
    times.large_seconds = Asker(transport, peer, large_message_bytes)
                              .half_trips(large_warm_up, effort.large_trips, effort.large_seconds);
    return times;
}

void answer_ping_pong(Transport& transport, int peer) {
    answer(transport, peer, small_message_bytes);
    answer(transport, peer, large_message_bytes);
}

Percentiles percentiles_of(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    const auto at = [&](double part) {
        const auto rank = static_cast<std::size_t>(std::ceil(part * static_cast<double>(values.size())));
        return values[std::max<std::size_t>(rank, 1) - 1];
    };
    return {at(0.1), at(0.5), at(0.9)};
}

}  // namespace accelbench::bench::message
