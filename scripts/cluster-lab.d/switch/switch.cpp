#include "scripts/cluster-lab.d/switch/switch.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <utility>

namespace accelbench::clusterlab {
namespace {

// So many frames of one port before the others get their turn.
constexpr int frames_in_a_row = 8;
constexpr std::size_t address_bytes = 6;

std::int64_t now_ns() {
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

timespec until(std::int64_t due_ns) {
    const auto left = std::max<std::int64_t>(0, due_ns - now_ns());
    return {static_cast<time_t>(left / 1'000'000'000), static_cast<long>(left % 1'000'000'000)};
}

}  // namespace

Switch::Switch(Links links, std::int64_t port_rate_bits, std::string folder)
    : folder_(std::move(folder)), fabric_(links, port_rate_bits) {
    for (std::size_t port = 1; port <= links.machines(); ++port)
        taps_.emplace_back("port-" + std::to_string(port));
}

// The answer is the same text under another name, so that `cluster-lab cut` ends when the cable is pulled,
// not before.
void Switch::read_cuts() {
    std::set<std::size_t> cut;
    std::ifstream file(folder_ + "/cut");
    for (std::size_t machine = 0; file >> machine;) cut.insert(machine - 1);
    for (std::size_t port = 0; port < taps_.size(); ++port) {
        fabric_.set_cut(port, cut.count(port) > 0);
        taps_[port].set_carrier(cut.count(port) == 0);
    }
    std::error_code ignored;  // the folder has gone: the lab is being taken down
    std::filesystem::copy_file(folder_ + "/cut", folder_ + "/cut.seen",
                               std::filesystem::copy_options::overwrite_existing, ignored);
}

void Switch::take_frames(std::size_t port) {
    std::vector<char> frame;
    for (int i = 0; i < frames_in_a_row && fabric_.ready(port, now_ns()) && taps_[port].read(frame); ++i) {
        if (frame.size() < 2 * address_bytes) continue;
        const std::string target(frame.data(), address_bytes);
        port_of_address_[std::string(frame.data() + address_bytes, address_bytes)] = port;
        const auto known = port_of_address_.find(target);
        const auto to = known == port_of_address_.end() ? std::nullopt : std::optional(known->second);
        fabric_.accept(port, to, std::make_shared<const std::vector<char>>(std::move(frame)), now_ns());
    }
}

void Switch::wait(const sigset_t& while_waiting) {
    polled_.clear();
    auto due_ns = fabric_.next_ns();
    for (std::size_t port = 0; port < taps_.size(); ++port) {
        const bool ready = fabric_.ready(port, now_ns());
        if (!ready) due_ns = std::min(due_ns.value_or(INT64_MAX), fabric_.ready_ns(port));
        polled_.push_back({ready ? taps_[port].descriptor() : -1, POLLIN, 0});
    }
    const auto left = until(due_ns.value_or(0));
    // Interrupted by a signal, it leaves what it was given: nothing to read.
    ppoll(polled_.data(), polled_.size(), due_ns ? &left : nullptr, &while_waiting);
}

void Switch::run(const volatile std::sig_atomic_t& end, volatile std::sig_atomic_t& look,
                 const sigset_t& while_waiting) {
    while (!end) {
        if (std::exchange(look, 0)) read_cuts();
        for (std::size_t port = 0; port < polled_.size(); ++port)
            if (polled_[port].revents != 0) take_frames(port);
        fabric_.deliver(now_ns(), [this](std::size_t to, const Bytes& bytes) {
            if (!taps_[to].write(*bytes)) ++lost_frames_;
        });
        wait(while_waiting);
    }
}

}  // namespace accelbench::clusterlab
