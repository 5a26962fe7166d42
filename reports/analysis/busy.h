#pragma once

#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// Launches that ran while something else wanted the cpus, and what follows from it. Ranks that are bound can't
/// move away from other work and those of baseline can: on a busy machine the two differ whatever memory
/// costs, and beyond doubt (baseline was "faster 0.69x" at load 10 on two cores of one node). The rule looks
/// at conditions only, never at step times.

/// A thread of a bound rank waited for a cpu longer than this share of the measured steps. A competitor takes
/// a third to a half of a core; an idle machine takes less than 1 %.
inline constexpr double busy_wait_share = 0.10;
/// Load beyond this many times what cpus, or the largest launch of the sweep, can run.
inline constexpr double busy_load_factor = 1.25;
/// A comparison with more busy pairs than this share gets no verdict; a few are outliers that a rank test
/// stands.
inline constexpr double busy_pairs_share = 0.25;

/// The load above which any launch of the document is busy; infinite where the machine's cpus are not known.
double busy_load(const Document& document);

/// Busy by load, by what the hypervisor stole (topology::heavy_steal), or by how long the ranks waited. Waiting
/// is not held against ranks that are not bound, or that have more threads than cores: they may wait for each
/// other.
bool is_busy(const Cell& cell, const Trial& trial, double most_load);

/// Pairs of which either launch was busy.
int count_busy_pairs(const Document& document, const Comparison& comparison, double most_load);

/// More than busy_pairs_share of its pairs are.
bool is_too_busy(const Comparison& comparison);

/// "this machine was too busy to compare policies: in 31 of 52 launches ..., measure again when nothing else
/// runs"; "" when every comparison had enough quiet pairs.
std::string busy_sentence(const Document& document);

}  // namespace accelbench::reports
