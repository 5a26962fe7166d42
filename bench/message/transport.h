#pragma once

#include <span>
#include <string>
#include <vector>

namespace accelbench::bench::message {

/// Messages from rank to rank, as MPI has them: two messages between the same ranks under one tag arrive in
/// the order in which they were sent. One thread of a rank calls it.
class Transport {
  public:
    using Ticket = int;  // a started message; spent once is_over() has said yes

    virtual ~Transport() = default;
    virtual int rank() const = 0;
    virtual int size() const = 0;
    /// Every rank's word, by rank. All ranks call it in the same order.
    virtual std::vector<std::string> all_gather(const std::string& word) = 0;
    /// The memory is the transport's until the ticket is over. Tags are below 32768, which every MPI allows.
    virtual Ticket start_send(int to, int tag, std::span<const float> values) = 0;
    virtual Ticket start_receive(int from, int tag, std::span<float> values) = 0;
    /// Moves all started messages along.
    virtual void poll() = 0;
    virtual bool is_over(Ticket ticket) = 0;
};

}  // namespace accelbench::bench::message
