#pragma once

#include <omp.h>

#include <cstdint>
#include <exception>

#include "bench/train/math/share.h"

namespace accelbench::bench::train {

/// Runs body(thread, threads) once on each of `threads` OpenMP threads. What a body throws is thrown here
/// when all are done, one of several: out of the region itself it would end the process. A body that waits
/// for others (a barrier) must not throw.
template <class Body>
void in_parallel(int threads, const Body& body) {
    std::exception_ptr thrown;
#pragma omp parallel num_threads(threads)
    {
        // A region of one thread doesn't count as parallel: without this, a library called inside would start
        // its own.
        omp_set_num_threads(1);
        try {
            body(omp_get_thread_num(), omp_get_num_threads());
        } catch (...) {
#pragma omp critical
            thrown = std::current_exception();
        }
    }
    if (thrown) std::rethrow_exception(thrown);
}

/// Runs body(begin, end) on each thread with its share of [0, count).
template <class Body>
void for_shares(int threads, std::int64_t count, const Body& body, std::int64_t grain = 1) {
    in_parallel(threads, [&](int thread, int parts) {
        const Share share = share_of(count, thread, parts, grain);
        if (share.begin < share.end) body(share.begin, share.end);
    });
}

}  // namespace accelbench::bench::train
