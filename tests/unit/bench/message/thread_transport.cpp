#include "thread_transport.h"

#include <algorithm>
#include <stdexcept>
#include <thread>

namespace accelbench::bench::message {

std::vector<std::string> ThreadTransport::all_gather(const std::string& word) {
    office_.words[static_cast<std::size_t>(rank_)] = word;
    office_.meeting.arrive_and_wait();
    auto words = office_.words;
    office_.meeting.arrive_and_wait();
    return words;
}

Transport::Ticket ThreadTransport::new_ticket(bool over) {
    over_.push_back(over);
    return static_cast<Ticket>(over_.size()) - 1;
}

Transport::Ticket ThreadTransport::start_send(int to, int tag, std::span<const float> values) {
    const std::lock_guard lock(office_.mutex);
    office_.letters[{rank_, to, tag}].emplace_back(values.begin(), values.end());
    return new_ticket(true);
}

Transport::Ticket ThreadTransport::start_receive(int from, int tag, std::span<float> values) {
    const auto ticket = new_ticket(false);
    waiting_.push_back({{from, rank_, tag}, values, ticket});
    return ticket;
}

void ThreadTransport::poll() {
    const std::lock_guard lock(office_.mutex);
    std::erase_if(waiting_, [this](const Waiting& waiting) {
        auto& letters = office_.letters[waiting.address];
        if (letters.empty()) return false;
        if (letters.front().size() != waiting.values.size())
            throw std::logic_error("a message of another size");
        std::copy(letters.front().begin(), letters.front().end(), waiting.values.begin());
        letters.pop_front();
        over_[static_cast<std::size_t>(waiting.ticket)] = true;
        return true;
    });
}

void run_transports(int ranks, const std::function<void(Transport&)>& body) {
    PostOffice office(ranks);
    std::vector<std::thread> threads;
    for (int rank = 0; rank < ranks; ++rank) {
        threads.emplace_back([&, rank] {
            ThreadTransport transport(office, rank);
            body(transport);
        });
    }
    for (std::thread& thread : threads) thread.join();
}

}  // namespace accelbench::bench::message
