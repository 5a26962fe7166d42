#pragma once

#include "reports/model.h"

namespace accelbench::reports {

/// Fills document.summaries and document.comparisons from its cells and trials: arithmetic only, the same
/// each time (the bootstrap is seeded from document.seed).
void summarise(Document& document);

/// Policies whose losses are not bit-identical although ranks, threads and all other parameters are the same.
/// Returns cell id -> where they part; compares the common prefix, the first ok trial of each cell against
/// every other.
std::map<std::string, std::string> diverging_losses(const Document& document);

}  // namespace accelbench::reports
