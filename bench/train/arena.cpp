#include "bench/train/arena.h"

#include "bench/train/team.h"

namespace accelbench::bench::train {

Arena::Arena(const std::string& name, const SlotList& list, const topology::MemoryPlan& memory, int threads)
    : buffer_(name, static_cast<std::size_t>(list.floats()) * sizeof(float),
              memory.of(topology::memory_class_of(name))),
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
