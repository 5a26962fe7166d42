#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "topology/memory.h"

namespace accelbench::bench {

/// How often sums went one way, and how large they were.
struct SumsTaken {
    std::string variant;  // as --allreduce names it
    std::uint64_t sums = 0;
    std::uint64_t least_bytes = 0;
    std::uint64_t most_bytes = 0;
};

/// How long sums have kept the thread that calls the group so far, in its calls. What runs beside that thread
/// (on another one, in the network) no clock here tells.
struct SumSeconds {
    double between = 0;  // in calls of start_sum and progress that other work of the caller follows
    double exposed = 0;  // in finish_sums, and in a start_sum right before it
};

/// Adds one sum to the list.
void count_sum(std::vector<SumsTaken>& taken, std::string_view variant, std::uint64_t bytes);

/// The process group behind a small table, so that a kernel runs alone, over MPI or over anything that comes
/// later. One thread of a rank calls it. Collectives are called by all ranks in the same order.
class Group {
  public:
    virtual ~Group() = default;
    virtual int rank() const = 0;
    virtual int size() const = 0;
    virtual std::string description() const = 0;  // "alone", "Open MPI 4.1.4, 2 ranks"
    virtual void barrier() = 0;
    /// From rank 0 to all.
    virtual void broadcast(std::span<std::byte> data) = 0;
    virtual double max(double value) = 0;
    virtual double sum(double value) = 0;
    /// Starts an in-place sum of `values` over all ranks (a gradient bucket); the memory is the group's until
    /// finish_sums() returns. Sums run in the background of what the caller does next.
    virtual void start_sum(std::span<float> values) = 0;
    /// Lets started sums move on; cheap, called between the layers of the backward pass.
    virtual void progress() = 0;
    /// Waits for all started sums.
    virtual void finish_sums() = 0;
    /// Which way the sums so far have gone; empty for a group of one.
    virtual std::vector<SumsTaken> sums_taken() const { return {}; }
    virtual SumSeconds sum_seconds() const { return {}; }
    /// The group's own memory that sums pass through, all of it touched: it is proved like a kernel's
    /// buffers.
    virtual std::vector<const topology::NumaBuffer*> buffers() const { return {}; }
};

/// A group of one: sums are what they are.
class SoloGroup : public Group {
  public:
    int rank() const override { return 0; }
    int size() const override { return 1; }
    std::string description() const override { return "alone"; }
    void barrier() override {}
    void broadcast(std::span<std::byte>) override {}
    double max(double value) override { return value; }
    double sum(double value) override { return value; }
    void start_sum(std::span<float>) override {}
    void progress() override {}
    void finish_sums() override {}
};

}  // namespace accelbench::bench
