#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "topology/memory.h"

namespace accelbench::bench::train {

/// A matrix within an arena; `offset` in elements of that arena.
struct Slot {
    std::int64_t offset = 0;
    std::int64_t rows = 0;
    std::int64_t columns = 0;
    std::int64_t elements() const { return rows * columns; }
};

/// Lays slots behind each other, each at a multiple of `grain` elements: of a cache line, so that no line
/// holds two slots.
class SlotList {
  public:
    explicit SlotList(std::int64_t element_bytes = sizeof(float)) : grain_(64 / element_bytes) {}
    Slot add(std::int64_t rows, std::int64_t columns);
    const std::vector<Slot>& slots() const { return slots_; }
    std::int64_t elements() const { return elements_; }

  private:
    std::int64_t grain_;
    std::vector<Slot> slots_;
    std::int64_t elements_ = 0;
};

/// The memory of a list of slots in one NumaBuffer, placed as the plan has it for the class that `name`
/// starts with ("optimizer/first moment"). Each thread touches its share of each slot's rows, the cut by
/// which the layers use them; without that all pages of a rank would lie on the node of its first thread.
template <class Element>
class Arena {
  public:
    Arena(const std::string& name, const SlotList& list, const topology::MemoryPlan& memory, int threads);
    Element* at(const Slot& slot) { return elements_ + slot.offset; }
    const Element* at(const Slot& slot) const { return elements_ + slot.offset; }
    Element* begin() { return elements_; }
    const topology::NumaBuffer& buffer() const { return buffer_; }

  private:
    topology::NumaBuffer buffer_;
    Element* elements_ = nullptr;
};

}  // namespace accelbench::bench::train
