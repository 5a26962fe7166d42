#pragma once

#include "bench/train/arena.h"
#include "bench/train/operation_work.h"

namespace accelbench::bench::train {

/// The rates that a step's operations are held against, measured on the spot by the same threads.
class LimitsProbe {
  public:
    LimitsProbe(int threads, const topology::MemoryPlan& memory);

    /// flop/s of the library on a product's shape alone: each thread multiplies its block again and again, on
    /// dense operands of its own; the best of the four orders of operands.
    template <class Element>
    double product_rate(const OperationWork& work);

    /// byte/s of a[i] += s * b[i] over arrays far beyond the caches: two reads and a write, as an update has
    /// them.
    double stream_rate();

  private:
    int threads_;
    topology::MemoryPlan memory_;
    SlotList stream_slots_;
    Arena<float> stream_;
};

}  // namespace accelbench::bench::train
