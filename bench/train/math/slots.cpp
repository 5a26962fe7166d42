#include "bench/train/math/arena.h"

namespace accelbench::bench::train {

Slot SlotList::add(std::int64_t rows, std::int64_t columns) {
    const Slot slot{elements_, rows, columns};
    slots_.push_back(slot);
    elements_ += (slot.elements() + grain_ - 1) / grain_ * grain_;
    return slot;
}

}  // namespace accelbench::bench::train
