#pragma once

#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// "on 1 machine, 2 threads each" or "2 processes a machine, 2 threads each": which sizes a path has.
std::string path_name(const Document& document, const ScalingPath& path);

/// "local", or "local thp" where pages were chosen.
std::string series_name(const Document& document, const Scaling& scaling);

/// "stops paying after 4 processes", "pays up to 8 processes, the most measured", "inconclusive whether 8
/// processes pay".
std::string knee_text(const Document& document, const ScalingPath& path);

/// The step that says so, with both absolute values: "8 give 1.010x [1.002, 1.017], 183 k against 181 k
/// tokens/s, n = 12"; behind it what makes it inconclusive, or that it is oversubscribed.
std::string knee_evidence(const Document& document, const ScalingPath& path);

/// knee_text and knee_evidence in one sentence. `path` has its steps and its knee.
std::string path_in_words(const Document& document, const ScalingPath& path);

/// "46.3 k tokens/s"; "44.3 ms a step" where no items are declared.
std::string throughput_text(const Document& document, const std::string& cell);

}  // namespace accelbench::reports
