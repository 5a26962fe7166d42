#pragma once

#include <barrier>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <tuple>

#include "bench/message/transport.h"

namespace accelbench::bench::message {

/// What the ranks of a ThreadTransport share: letters by sender, receiver and tag.
struct PostOffice {
    explicit PostOffice(int ranks) : words(static_cast<std::size_t>(ranks)), meeting(ranks) {}
    std::mutex mutex;
    std::map<std::tuple<int, int, int>, std::deque<std::vector<float>>> letters;
    std::vector<std::string> words;
    std::barrier<> meeting;
};

/// A test double: ranks are threads of this process. A message is over for its sender at once, and for its
/// receiver when it has been polled.
class ThreadTransport : public Transport {
  public:
    ThreadTransport(PostOffice& office, int rank) : office_(office), rank_(rank) {}
    int rank() const override { return rank_; }
    int size() const override { return static_cast<int>(office_.words.size()); }
    std::vector<std::string> all_gather(const std::string& word) override;
    Ticket start_send(int to, int tag, std::span<const float> values) override;
    Ticket start_receive(int from, int tag, std::span<float> values) override;
    void poll() override;
    bool is_over(Ticket ticket) override { return over_.at(static_cast<std::size_t>(ticket)); }

  private:
    struct Waiting {
        std::tuple<int, int, int> address;
        std::span<float> values;
        Ticket ticket;
    };
    Ticket new_ticket(bool over);

    PostOffice& office_;
    int rank_;
    std::vector<bool> over_;
    std::deque<Waiting> waiting_;
};

/// Runs body(transport) on `ranks` threads and waits for them; what a rank throws ends the test program.
void run_transports(int ranks, const std::function<void(Transport&)>& body);

}  // namespace accelbench::bench::message
