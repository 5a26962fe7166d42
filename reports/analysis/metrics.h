#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reports/analysis/derived.h"
#include "reports/model/document.h"

namespace accelbench::reports {

/// A counter that was on for less than this share of the time is scaled up more than tenfold: most of it
/// would be a guess, and no metric is made from it. A convention of ours.
inline constexpr double least_counted_share = 0.1;

/// A metric of one launch: total over total of all ranks, never a mean of ratios.
struct LaunchMetric {
    std::optional<double> value;                  // nullopt: see `reason`
    std::vector<std::optional<double>> by_phase;  // empty: not told apart
    std::map<int, double> by_node;                // rows per node only; `value` is the highest
    std::string
        reason;  // goes on from its name: "needs dram_reads_remote: no PMU in this virtual machine", ...
};
LaunchMetric metric_of_launch(const Document& document, const Cell& cell, const Trial& trial,
                              const MetricRow& row);

/// All metrics of a cell, each the median over its ok launches that have it; those that none has are there
/// with the first one's reason. Empty when no rank counted anything (--counters none).
std::vector<DerivedMetric> metrics_of(const Document& document, const Cell& cell);

/// Of a cell's summary; nullptr: it has none of that name.
const DerivedMetric* find_metric(const Summary& summary, std::string_view name);

/// Whether any ok launch of a cell counted something.
bool has_counters(const Document& document, const Cell& cell);

}  // namespace accelbench::reports
