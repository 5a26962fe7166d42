#pragma once

#include "reports/model/document.h"

namespace accelbench::reports::samples {

/// Two sockets, all counters there: under remote the optimizer takes 2.1 times as long and 97 % of its DRAM
/// reads come from the other node; other phases, whose operands stay in caches, are as quick as under local.
Document counted();
/// The same in a virtual machine without hardware counters; what the kernel counts is there.
Document without_pmu();
/// The same on a machine whose counter of remote reads misses most of them: its calibration failed.
Document miscalibrated();

/// The total of a counter of one rank, by phase where it has phases; made if it isn't there.
void set_counter(RankFacts& rank, const CounterValue& value);
CounterValue* find_value(RankFacts& rank, const std::string& name);

}  // namespace accelbench::reports::samples
