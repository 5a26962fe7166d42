#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "bench/message/schedule.h"
#include "bench/message/transport.h"
#include "topology/memory.h"

namespace accelbench::bench::message {

/// One sum over the machines on its way through its schedule. Only a machine's first rank has any.
class Exchange {
  public:
    /// Sums `values` in place; `scratch` holds as many floats. `leaders` are the ranks that speak for the
    /// machines, `me` this rank's place among them.
    Exchange(Transport& transport, std::span<const int> leaders, int me, int tag, std::span<float> values,
             std::span<float> scratch);
    /// Goes as far as the messages that have arrived allow; true when it went anywhere.
    bool advance();
    bool is_over() const { return step_ == steps_.size(); }

  private:
    void begin_step();
    bool messages_are_over();

    Transport& transport_;
    std::span<const int> leaders_;
    int tag_;
    std::span<float> values_;
    std::span<float> scratch_;
    std::vector<Step> steps_;
    std::size_t step_ = 0;
    Transport::Ticket sending_ = -1;
    Transport::Ticket receiving_ = -1;
};

/// The exchanges in flight, in the order in which they were started.
class Across {
  public:
    Across(Transport& transport, std::vector<int> leaders, int me, std::size_t most_in_flight,
           std::size_t most_floats, const topology::MemoryBinding& memory);
    bool has_room() const { return exchanges_.size() < most_in_flight_; }
    void start(std::span<float> values);
    /// True when anything moved.
    bool advance();
    /// How many exchanges are over, counted from the first one and without a gap.
    std::uint64_t over() const { return over_; }
    const topology::NumaBuffer& scratch() const { return scratch_; }

  private:
    Transport& transport_;
    std::vector<int> leaders_;
    int me_;
    std::size_t most_in_flight_;
    std::size_t most_floats_;
    topology::NumaBuffer scratch_;
    std::deque<Exchange> exchanges_;
    std::uint64_t over_ = 0;
};

}  // namespace accelbench::bench::message
