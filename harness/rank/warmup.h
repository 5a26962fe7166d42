#pragma once

#include <span>

namespace accelbench::rank {

/// Whether the steps so far have settled: at least four after the first (which pays for page faults, thread
/// start and code generation and never counts), and the medians of the last two pairs within `tolerance` of
/// each other.
bool settled(std::span<const double> step_seconds, double tolerance = 0.05);

constexpr int most_warmup_steps = 20;       // then the launch is measured as it is and flagged unsteady
constexpr double most_warmup_seconds = 20;  // likewise; slow kernels must not warm up for minutes
constexpr int least_warmup_steps = 3;       // within most_warmup_seconds a slow kernel still gets these

/// Whether to measure after `steps`, which took `seconds`, although they have not settled. On an emulated machine the
/// fewest are enough: its times mean nothing, and each step takes many times as long.
bool warmed_up_enough(int steps, double seconds, bool emulated);

}  // namespace accelbench::rank
