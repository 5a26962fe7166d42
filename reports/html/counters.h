#pragma once

#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// Parts of the section on counters, each HTML, or "" when it has nothing to say.

/// Each cell's metrics beside its step time, and what its nodes' memory carried of what it can.
std::string metrics_tables(const Document& document);
/// Each cell's counters and metrics by phase, folded.
std::string counters_by_cell(const Document& document);
/// What metrics and counters mean, and what they leave out, folded.
std::string counters_glossary(const Document& document);

}  // namespace accelbench::reports
