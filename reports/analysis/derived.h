#pragma once

#include <string_view>
#include <vector>

namespace accelbench::reports {

/// What a formula is given: sums over one launch, or over one phase of its steps, or of one node.
struct MetricInputs {
    std::vector<double> counts;        // of the row's `needs`, in their order
    double items = 0;                  // of all ranks and measured steps
    double seconds = 0;                // of all measured steps of the slowest rank
    double roof_bytes_per_second = 0;  // of the node; rows per node only
};

enum class Over {
    steps,         // the whole step, and each phase where all counters tell phases apart
    own_node,      // counts: what of the counter lies on the one node that each rank may run on, and all of it
    nodes,         // each node by itself; the metric's name ends in "_node_N"
    nodes_of_roof  // the same, and the measured roof is needed
};

/// One derived metric: how it is computed, in which unit, from what. To add one: its row in derived.cpp and a
/// test.
struct MetricRow {
    std::string_view name;
    std::string_view title;               // for a reader, a column wide
    std::string_view unit;                // "1": a share; "item" in it stands for the cell's item
    std::string_view formula;             // as `value` computes it, and whose it is
    std::string_view caveat;              // what a reader must know of it, a sentence without its end
    std::vector<std::string_view> needs;  // counters
    double (*value)(const MetricInputs&);
    Over over = Over::steps;
    /// It claims to tell local from remote: it is unusable unless the calibration of its name passed.
    bool claims_locality = false;
};
const std::vector<MetricRow>& metric_rows();
const MetricRow& metric_row(std::string_view name);

}  // namespace accelbench::reports
