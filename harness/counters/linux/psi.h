#pragma once

#include <map>
#include <memory>
#include <string>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// Time in which work waited for a cpu or for memory (pressure stall information), of the machine and of this
/// process's own control group, whose limits the machine's numbers don't show.
std::unique_ptr<Source> open_psi(const std::string& root = "");

/// "some" and "full" of a pressure file, in seconds: its lines end in total=MICROSECONDS.
std::map<std::string, double> parse_pressure(const std::string& text);

}  // namespace accelbench::counters
