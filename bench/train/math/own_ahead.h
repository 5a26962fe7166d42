#pragma once

#include <cstdint>

namespace accelbench::bench::train {

/// Asks for the cache lines of [begin, begin + count) as lines to write. What another thread has read since
/// it was written last is taken from that thread's cache at the first store, and stores wait for each other:
/// a pass that asks a row ahead doesn't. Processors that don't know the instruction skip it.
template <class Element>
[[gnu::always_inline]] inline void own_ahead(const Element* begin, std::int64_t count) {
    constexpr std::int64_t line = 64 / sizeof(Element);
    for (std::int64_t i = 0; i < count; i += line) {
#if defined(__x86_64__)
        // The builtin asks for lines to read, unless it compiles for processors that all have prefetchw.
        asm volatile("prefetchw %0"
                     :
                     : "m"(begin[i]));
#else
        __builtin_prefetch(begin + i, 1);
#endif
    }
}

}  // namespace accelbench::bench::train
