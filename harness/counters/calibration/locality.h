#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "reports/model/counters.h"

namespace accelbench::counters {

/// A metric that tells local from remote, by the counters that it is made of; "NAME@own_node" is a counter's
/// part on the node of the stream's cpu. Adding one is adding a row.
struct LocalityMetric {
    std::string_view name;  // of its row in reports/analysis/derived.cpp
    std::string_view local;
    std::string_view remote;  // "" when `total` is counted instead
    std::string_view total;
    bool counts_others = false;  // all programs of the machine: others' work dilutes it
};
std::span<const LocalityMetric> locality_metrics();

/// What --counters would have to name for all of them.
std::vector<std::string> locality_counters();

/// What counters said of one stream, and why others said nothing.
struct StreamCounts {
    std::map<std::string, double, std::less<>> counted;
    std::map<std::string, std::string, std::less<>> missing;
    std::string error;  // why there was no stream; "" when there was
};

/// The share of remote, 0 to 1; nullopt when a counter is missing or nothing was counted.
std::optional<double> remote_share(const LocalityMetric& metric, const StreamCounts& counts);

/// Holds the metric against a stream of memory on the own node and one of memory on another.
reports::Calibration judge(const LocalityMetric& metric, const StreamCounts& local,
                           const StreamCounts& remote);

}  // namespace accelbench::counters
