#pragma once

#include <atomic>
#include <barrier>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "topology/memory.h"

namespace accelbench::counters {

/// The sum of all words; nothing is written. STREAM's kernels all write, and whether a store reads its line
/// first is the processor's choice: their traffic is a guess, this one's is not.
std::uint64_t sum_words(std::span<const std::uint64_t> words);

/// Memory that one thread on each of some cpus touches and then only reads, each its own part.
class ReadStream {
  public:
    /// Reads whole 4 KiB pages of `bytes`. Throws Failure(environment) when memory, a thread or its cpu is
    /// refused.
    ReadStream(std::size_t bytes, const topology::CpuSet& cpus, const topology::MemoryBinding& memory);
    ReadStream(const ReadStream&) = delete;
    ReadStream& operator=(const ReadStream&) = delete;
    ~ReadStream();

    /// Seconds of one pass of all threads over all of it. Throws Failure when a word isn't what was written.
    double pass();
    std::size_t size_bytes() const { return words_ * sizeof(std::uint64_t); }
    const topology::NumaBuffer& buffer() const { return buffer_; }

  private:
    void start(int cpu);
    void serve(std::size_t thread, std::size_t threads, int cpu);

    topology::NumaBuffer buffer_;
    std::size_t words_;
    std::barrier<> barrier_;  // the threads and the one that asks
    std::atomic<bool> done_ = false;
    std::atomic<std::uint64_t> sum_ = 0;
    std::vector<std::string> refusals_;  // one a thread
    std::size_t started_ = 0;
    std::vector<std::thread> threads_;
};

}  // namespace accelbench::counters
