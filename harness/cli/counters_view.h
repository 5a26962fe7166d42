#pragma once

#include <string>

#include "reports/model/counters.h"

namespace accelbench::cli {

/// What can be counted, one line each; then what can't, by reason.
std::string counters_text(const reports::CounterCatalogue& catalogue);

/// Parts of it that were measured; "" where nothing was.
std::string calibrations_text(const reports::CounterCatalogue& catalogue);
std::string roofs_text(const reports::CounterCatalogue& catalogue);

std::string counters_json(const reports::CounterCatalogue& catalogue);

}  // namespace accelbench::cli
