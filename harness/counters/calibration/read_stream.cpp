#include "harness/counters/calibration/read_stream.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <system_error>

#include "topology/base/clock.h"
#include "topology/base/failure.h"
#include "topology/bind.h"

namespace accelbench::counters {
namespace {

constexpr std::size_t page_words = 4096 / sizeof(std::uint64_t);

/// Parts end at pages, so that a page belongs to one thread.
std::span<std::uint64_t> part_of(std::span<std::uint64_t> words, std::size_t thread, std::size_t threads) {
    const auto cut = [&](std::size_t t) { return words.size() / page_words * t / threads * page_words; };
    return words.subspan(cut(thread), cut(thread + 1) - cut(thread));
}

std::string refusal_of(int cpu) {
    topology::RankPlacement here;
    here.cpus.insert(cpu);
    return topology::bind_process(here).value_or("");
}

}  // namespace

std::uint64_t sum_words(std::span<const std::uint64_t> words) {
    std::uint64_t sum = 0;
    for (const auto word : words) sum += word;
    return sum;
}

ReadStream::ReadStream(std::size_t bytes, const topology::CpuSet& cpus, const topology::MemoryBinding& memory)
    : buffer_("read stream", bytes, memory),
      words_(bytes / sizeof(std::uint64_t) / page_words * page_words),
      barrier_(cpus.size() + 1),
      refusals_(static_cast<std::size_t>(cpus.size())) {
    for (const int cpu : cpus) start(cpu);
    barrier_.arrive_and_wait();  // all is touched
    const auto refused =
        std::find_if(refusals_.begin(), refusals_.end(), [](auto& text) { return !text.empty(); });
    // The destructor of a constructor that throws isn't called.
    if (refused == refusals_.end()) return;
    const auto reason = *refused;
    done_ = true;
    barrier_.arrive_and_wait();
    for (auto& thread : threads_) thread.join();
    throw Failure(Failure::Kind::environment, reason);
}

/// A thread that can't be had is a refusal, and the others don't wait for it.
void ReadStream::start(int cpu) {
    const auto thread = started_++;
    try {
        threads_.emplace_back(&ReadStream::serve, this, thread, refusals_.size(), cpu);
    } catch (const std::system_error& error) {
        refusals_[thread] =
            fmt::format("can't start thread {} of {} ({}): raise `ulimit -u`, or the cgroup's pids.max",
                        thread + 1, refusals_.size(), error.code().message());
        barrier_.arrive_and_drop();
    }
}

ReadStream::~ReadStream() {
    done_ = true;
    barrier_.arrive_and_wait();
    for (auto& thread : threads_) thread.join();
}

void ReadStream::serve(std::size_t thread, std::size_t threads, int cpu) {
    const auto part = part_of(buffer_.as<std::uint64_t>().first(words_), thread, threads);
    refusals_[thread] = refusal_of(cpu);
    std::fill(part.begin(), part.end(), 1);
    barrier_.arrive_and_wait();
    for (;;) {
        barrier_.arrive_and_wait();
        if (done_) return;
        sum_ += sum_words(part);
        barrier_.arrive_and_wait();
    }
}

double ReadStream::pass() {
    sum_ = 0;
    const auto start = std::chrono::steady_clock::now();
    barrier_.arrive_and_wait();
    barrier_.arrive_and_wait();
    const auto seconds = seconds_since(start);
    if (sum_ == words_) return seconds;
    throw Failure(Failure::Kind::environment,
                  fmt::format("a stream of {} words that all hold 1 summed to {}: this memory is broken",
                              words_, sum_.load()));
}

}  // namespace accelbench::counters
