#pragma once

#include <string>
#include <utility>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports {

/// One fact in which machines differ: each value with the machines that have it, the first machine's first.
struct HostDifference {
    std::string fact;
    std::vector<std::pair<std::string, std::vector<std::string>>> values;
};

/// A clock that is off by more than this and what can't be told counts as a difference. No time here is taken
/// between the clocks of two machines; beyond a second their logs can't be laid side by side.
constexpr double clock_tolerance_seconds = 1;

/// Firmware keeps a little more or less of equal memory for itself.
constexpr double memory_tolerance = 0.02;

/// Free memory differs beyond this factor: it always moves a little.
constexpr double free_memory_factor = 2;

/// The facts that distort measurements and are not the same on all machines that answered. Their load is left out: it
/// is that of a moment.
std::vector<HostDifference> host_differences(const std::vector<Host>& hosts);

/// Three columns in words, one line a value: fact, value, machines.
std::string host_differences_text(const std::vector<HostDifference>& differences);

/// "kernel 6.1.0-18 (node-1) and 6.1.0-12 (node-2, node-3); ...", for one line.
std::string host_differences_line(const std::vector<HostDifference>& differences);

/// "4 hosts asked before the first trial, alike in all facts that were compared"; "" for fewer than two that
/// answered.
std::string hosts_sentence(const Document& document);

}  // namespace accelbench::reports
