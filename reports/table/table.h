#pragma once

#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// The table on stdout after a sweep: a row a cell with median, interval, n, tokens/s, utilisation, verdict
/// against local; below it the skips with their reasons and the trials that were not summarised.
std::string render_table(const Document& document);

}  // namespace accelbench::reports
