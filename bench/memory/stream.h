#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "topology/memory.h"

namespace accelbench::bench {

/// One row per kernel of STREAM (J. McCalpin, "Memory Bandwidth and Machine Balance", 1995). Its result goes
/// to the array `result` (0: a, 1: b, 2: c). Adding a kernel is adding a row.
struct StreamKernel {
    std::string_view name;
    std::string_view formula;
    /// Bytes per element by STREAM's convention: each operand read once, the result written once.
    int counted_bytes = 0;
    /// With the read of the result's cache line that an ordinary store makes first (write-allocate).
    int moved_bytes = 0;
    int result = 0;
    void (*run)(double* a, double* b, double* c, std::size_t first, std::size_t last) = nullptr;
    double (*expected)(double a, double b, double c) = nullptr;  // of one element, from the values before
};

std::span<const StreamKernel> stream_kernels();
const StreamKernel* find_stream_kernel(std::string_view name);

struct ElementRange {
    std::size_t first = 0;
    std::size_t last = 0;  // one past the end
};
/// Contiguous parts that cut at 4 KiB, so that small pages belong to one thread.
ElementRange stream_range(std::size_t elements, int thread, int threads);

/// Three arrays of doubles, each touched by the threads that will use them, and the threaded kernels over
/// them.
class Stream {
  public:
    /// Throws Failure(environment) when the memory is refused or OpenMP gives fewer threads than asked.
    Stream(std::size_t elements, int threads, const topology::MemoryBinding& memory);

    void run(const StreamKernel& kernel);
    /// Fills the arrays with known values, runs the kernel once and compares every element; "" when all are
    /// right.
    std::string check(const StreamKernel& kernel);
    /// Compares the arrays with what one run on filled arrays leaves; "" when right.
    std::string compare(const StreamKernel& kernel);
    void fill();

    std::vector<const topology::NumaBuffer*> buffers() const;
    std::span<double> array(int index) { return buffers_[static_cast<std::size_t>(index)].as<double>(); }

  private:
    void touch();
    std::size_t first_wrong(const StreamKernel& kernel);

    std::size_t elements_;
    int threads_;
    std::array<topology::NumaBuffer, 3> buffers_;
};

}  // namespace accelbench::bench
