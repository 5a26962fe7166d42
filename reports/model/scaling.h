#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reports/model/estimate.h"

namespace accelbench::reports {

/// Throughput of a cell over that of a smaller one, paired within blocks.
struct SpeedUp {
    std::string base_cell;
    double ideal = 1;               // processes over the base's
    std::optional<Estimate> ratio;  // centre of the paired ratios; nullopt: no block has both
    double efficiency = 0;          // ratio / ideal; not a number without a ratio
    int dropped_pairs = 0;
};

/// One size of a series.
struct ScalingPoint {
    std::string cell;
    std::optional<SpeedUp> over_base;            // nullopt: the cell is the base
    std::optional<SpeedUp> over_fewer_machines;  // as many processes on each of the fewest machines
};

enum class Pays {
    yes,
    no,
    inconclusive
};

/// What the next size gives: its throughput over that of the one before, and whether that is beyond the
/// margin.
struct ScalingStep {
    std::string from_cell;
    std::string to_cell;
    Estimate gain;
    Pays pays = Pays::inconclusive;
    /// Step times that the gain comes from.
    std::optional<double> from_seconds = {};
    std::optional<double> to_seconds = {};
};

/// Sizes that grow along one axis: "processes" on the same machines, or "machines" with as many processes on
/// each. It stops paying behind `last_paying_cell` when `stops_paying` is yes, pays throughout when no.
struct ScalingPath {
    std::string axis;
    std::vector<ScalingStep> steps;  // smallest first
    Pays stops_paying = Pays::inconclusive;
    std::string last_paying_cell;
    std::string why;  // one sentence in words
};

/// Cells of one policy, one work and as many threads a process, that differ in processes and machines.
struct Scaling {
    std::string policy;
    std::string mode;       // "weak": the work is each process's; "strong": it is the whole job's
    std::string base_cell;  // fewest processes, and of these fewest machines
    std::vector<ScalingPoint> points;
    std::vector<ScalingPath> paths;
};

}  // namespace accelbench::reports
