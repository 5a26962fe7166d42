#pragma once

#include <string>

#include "reports/analysis/cause.h"

namespace accelbench::reports {

/// One sentence: "optimizer phase 2.10x slower under remote (12 % of local's step, 98 % of the difference),
/// 97 % of its DRAM reads remote, 2 % under local; other phases within 2 %". Where the data name no cause it
/// ends in why it can't be told.
std::string cause_in_words(const Cause& cause, double margin);

}  // namespace accelbench::reports
