#pragma once

#include "bench/train/limits/operation_work.h"
#include "bench/train/math/arena.h"

namespace accelbench::bench::train {

/// The rates that a step's operations are held against, measured on the spot by the same threads.
class LimitsProbe {
  public:
    /// `array_bytes`: of each of the stream's arrays; beyond the caches.
    LimitsProbe(int threads, const topology::MemoryPlan& memory, std::uint64_t array_bytes);

    /// flop/s of the library on a product's shape alone, again and again on the same dense operands, cut
    /// among the threads as the step has it; the best of the four orders of operands. Where the library has
    /// no bf16 products that is its rate in fp32: our own tiles are no limit to themselves.
    template <class Element>
    double product_rate(const OperationWork& work);

    /// byte/s over the arrays. In place, as an update has it: a[i] += s * b[i], two reads and a write.
    /// Afresh, as what writes where it didn't read: a[i] = s * b[i], a read and a write counted, as STREAM
    /// counts; the processor reads each line that it writes besides.
    double stream_rate(Writes writes);

  private:
    int threads_;
    topology::MemoryPlan memory_;
    SlotList stream_slots_;
    Arena<float> stream_;
};

}  // namespace accelbench::bench::train
