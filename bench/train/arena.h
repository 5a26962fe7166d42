#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "topology/memory.h"

namespace accelbench::bench::train {

/// A matrix of floats within an arena; `offset` in floats.
struct Slot {
    std::int64_t offset = 0;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t floats() const { return rows * columns; }
};

/// Lays slots behind each other, each at a multiple of 16 floats: a cache line, and no false sharing between
/// slots.
class SlotList {
  public:
    Slot add(std::int64_t rows, std::int64_t columns);
    const std::vector<Slot>& slots() const { return slots_; }
    std::int64_t floats() const { return floats_; }

  private:
    std::vector<Slot> slots_;
    std::int64_t floats_ = 0;
};

/// The memory of a list of slots in one NumaBuffer, placed as the plan has it for the class that `name`
/// starts with ("optimizer/first moment"). Each thread touches its share of each slot's rows, the cut by
/// which the layers use them; without that all pages of a rank would lie on the node of its first thread.
class Arena {
  public:
    Arena(const std::string& name, const SlotList& list, const topology::MemoryPlan& memory, int threads);
    float* at(const Slot& slot) { return floats_ + slot.offset; }
    const float* at(const Slot& slot) const { return floats_ + slot.offset; }
    float* begin() { return floats_; }
    const topology::NumaBuffer& buffer() const { return buffer_; }

  private:
    topology::NumaBuffer buffer_;
    float* floats_ = nullptr;
};

}  // namespace accelbench::bench::train
