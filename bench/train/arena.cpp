#include "bench/train/arena.h"

#include <utility>

#include "bench/train/team.h"

namespace accelbench::bench::train {

Arena::Arena(std::string name, const SlotList& list, const topology::MemoryBinding& memory, int threads)
    : buffer_(std::move(name), static_cast<std::size_t>(list.floats()) * sizeof(float), memory),
      floats_(buffer_.as<float>().data()) {
    in_parallel(threads, [&](int thread, int parts) {
        for (const Slot& slot : list.slots()) {
            const Share rows = share_of(slot.rows, thread, parts);
            buffer_.touch(static_cast<std::size_t>(slot.offset + rows.begin * slot.columns) * sizeof(float),
                          static_cast<std::size_t>((rows.end - rows.begin) * slot.columns) * sizeof(float));
        }
    });
}

}  // namespace accelbench::bench::train
