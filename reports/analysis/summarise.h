#pragma once

#include <map>
#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// Fills document.summaries (one for each cell that was not skipped, with its derived metrics),
/// document.comparisons, document.host_effects and document.scaling from its cells and trials: arithmetic only,
/// the same each time; their sentences are left empty (words/derive.h writes them). Only ok trials count. A
/// cell whose losses differ from the other policies' gets no step time, no comparison and no speed-up; a
/// document of an emulated machine gets no comparison, no scaling and no utilisation at all.
void summarise(Document& document);

/// The summaries with counts and step times alone, as a stopping rule needs them after each block.
void summarise_steps(Document& document);

/// Policies whose losses are not bit-identical although ranks, threads and all other parameters are the same.
/// Returns cell id -> where they part; the reference is the first ok trial of `local`, or of the first cell
/// without it.
std::map<std::string, std::string> diverging_losses(const Document& document);

}  // namespace accelbench::reports
