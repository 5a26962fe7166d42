#include "bench/train/arena.h"

namespace accelbench::bench::train {

Slot SlotList::add(std::int64_t rows, std::int64_t columns) {
    const Slot slot{floats_, rows, columns};
    slots_.push_back(slot);
    floats_ += (slot.floats() + 15) / 16 * 16;
    return slot;
}

}  // namespace accelbench::bench::train
