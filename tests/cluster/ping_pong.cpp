// What a network card of the cluster lab gives a program: TCP, without MPI and its own ideas about messages.
// ping-pong serve | ping-pong ADDRESS   prints {"latency_us": median half round trip, "bandwidth_bits": per
// second}
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

constexpr std::uint16_t port = 7001;
constexpr int round_trips = 100;
constexpr double bandwidth_seconds = 0.3;
constexpr double settle_seconds = 0.2;  // TCP opens its window before what it sends is measured
using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

int tcp_socket() {
    const int made = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int yes = 1;
    setsockopt(made, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
    setsockopt(made, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    return made;
}

sockaddr_in place(const char* address) {
    sockaddr_in result{};
    result.sin_family = AF_INET;
    result.sin_port = htons(port);
    if (inet_pton(AF_INET, address, &result.sin_addr) != 1) throw std::runtime_error("no address");
    return result;
}

void exchange(int peer, char* byte, bool first) {
    if (first && write(peer, byte, 1) != 1) throw std::runtime_error("write failed");
    if (read(peer, byte, 1) != 1) throw std::runtime_error("the peer has gone");
    if (!first && write(peer, byte, 1) != 1) throw std::runtime_error("write failed");
}

// Answers each byte, then takes all that comes and sends the bytes per second that it saw: the sender itself
// would count what only went into its own buffers.
void serve_one(int peer) {
    char byte = 0;
    for (int i = 0; i < round_trips; ++i) exchange(peer, &byte, false);
    std::vector<char> buffer(1 << 20);
    const auto start = Clock::now();
    auto counted_from = start;
    double bytes = 0;
    for (ssize_t size = 0; (size = read(peer, buffer.data(), buffer.size())) > 0;) {
        if (counted_from == start && seconds_since(start) > settle_seconds)
            counted_from = Clock::now();
        else if (counted_from != start)
            bytes += static_cast<double>(size);
    }
    const double bits = bytes * 8 / seconds_since(counted_from);
    if (write(peer, &bits, sizeof bits) != sizeof bits) throw std::runtime_error("write failed");
}

[[noreturn]] void serve() {
    const int listener = tcp_socket();
    const auto here = place("0.0.0.0");
    if (bind(listener, reinterpret_cast<const sockaddr*>(&here), sizeof here) != 0 ||
        listen(listener, 8) != 0)
        throw std::runtime_error("can't listen");
    std::puts("ready");
    std::fflush(stdout);
    while (true) {
        const int peer = accept(listener, nullptr, nullptr);
        const int yes = 1;
        setsockopt(peer, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
        serve_one(peer);
        close(peer);
    }
}

double median_half_round_trip_us(int peer) {
    std::vector<double> times;
    char byte = 0;
    for (int i = 0; i < round_trips; ++i) {
        const auto start = Clock::now();
        exchange(peer, &byte, true);
        times.push_back(seconds_since(start) / 2 * 1e6);
    }
    std::nth_element(times.begin(), times.begin() + round_trips / 2, times.end());
    return times[round_trips / 2];
}

double bandwidth_bits(int peer) {
    const std::vector<char> buffer(1 << 20);
    const auto start = Clock::now();
    while (seconds_since(start) < settle_seconds + bandwidth_seconds)
        if (write(peer, buffer.data(), buffer.size()) < 0) throw std::runtime_error("write failed");
    shutdown(peer, SHUT_WR);
    double bits = 0;
    if (read(peer, &bits, sizeof bits) != sizeof bits) throw std::runtime_error("no answer");
    return bits;
}

void measure(const char* address) {
    const int peer = tcp_socket();
    const auto there = place(address);
    if (connect(peer, reinterpret_cast<const sockaddr*>(&there), sizeof there) != 0)
        throw std::runtime_error("can't connect");
    const double latency_us = median_half_round_trip_us(peer);
    const double bits = bandwidth_bits(peer);
    std::printf("{\"latency_us\": %.1f, \"bandwidth_bits\": %.0f}\n", latency_us, bits);
    close(peer);
}

}  // namespace

int main(int count, char** words) {
    try {
        if (count != 2) throw std::runtime_error("usage: ping-pong serve | ADDRESS");
        if (std::string(words[1]) == "serve") serve();
        measure(words[1]);
    } catch (const std::exception& error) {
        std::fprintf(stderr, "ping-pong: %s\n", error.what());
        return 1;
    }
}
