#pragma once

#include <fmt/format.h>
#include <omp.h>

#include "topology/base/failure.h"

namespace accelbench::bench {

/// Gives `threads` back when OpenMP's teams have that many, from here on always: fewer would be measured as
/// if they were all, and a team that changed would use pages that another touched first. Throws
/// Failure(environment) else. Call it from the thread that opens the teams, before its first one.
inline int full_team(int threads) {
    omp_set_dynamic(0);
    int team = 0;
#pragma omp parallel num_threads(threads)
    {
#pragma omp single
        team = omp_get_num_threads();
    }
    if (team == threads) return threads;
    throw Failure(
        Failure::Kind::environment,
        fmt::format(
            "asked for {} threads, but OpenMP gave {}: look at OMP_THREAD_LIMIT and OMP_MAX_ACTIVE_LEVELS",
            threads, team));
}

}  // namespace accelbench::bench
