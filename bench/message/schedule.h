#pragma once

#include <cstddef>
#include <vector>

namespace accelbench::bench::message {

struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
    std::size_t size() const { return end - begin; }
    bool operator==(const Range&) const = default;
};

/// One step of an exchange: both messages are under way at once, and the next step begins when both are over.
struct Step {
    int send_to = -1;  // a machine; -1: nothing is sent
    Range send;
    int receive_from = -1;  // -1: nothing is received
    Range receive;
    bool add = false;  // the received values are added to what is there; else they replace it
};

/// What machine `me` of `machines` does to end up with the sum of `count` floats over all machines, with the
/// same bits everywhere. Small sums double the distance each step (fewest steps); large ones first leave each
/// machine with the sum of its share (fewest bytes): halving for a power of two, a ring for others and for
/// the largest. Thakur, Rabenseifner, Gropp, "Optimization of Collective Communication Operations in MPICH",
/// 2005, section 4.
std::vector<Step> exchange_schedule(int machines, int me, std::size_t count);

/// Most floats of a sum whose messages are all short enough to be sent without asking the receiver first:
/// beyond that a wire idles until the receiver has answered. 48 KiB each, where Open MPI sends up to 64 KiB
/// at once over TCP.
std::size_t most_sent_at_once(int machines);

/// The `part`-th of `parts` nearly even shares of `whole`, cut at cache lines; late shares of a small range
/// are empty.
Range share(Range whole, std::size_t parts, std::size_t part);

}  // namespace accelbench::bench::message
