#include "bench/train/math/arena.h"

#include "bench/train/math/bf16.h"
#include "bench/train/math/team.h"

namespace accelbench::bench::train {

template <class Element>
Arena<Element>::Arena(const std::string& name, const SlotList& list, const topology::MemoryPlan& memory,
                      int threads)
    : buffer_(name, static_cast<std::size_t>(list.elements()) * sizeof(Element),
              memory.of(topology::memory_class_of(name))),
      elements_(buffer_.as<Element>().data()) {
    in_parallel(threads, [&](int thread, int parts) {
        for (const Slot& slot : list.slots()) {
            const Share rows = share_of(slot.rows, thread, parts);
            const std::int64_t first = slot.offset + rows.begin * slot.columns;
            const std::int64_t count = (rows.end - rows.begin) * slot.columns;
            buffer_.touch(static_cast<std::size_t>(first) * sizeof(Element),
                          static_cast<std::size_t>(count) * sizeof(Element));
        }
    });
}

template class Arena<float>;
template class Arena<bf16>;

}  // namespace accelbench::bench::train
