#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "reports/analysis/paired_samples.h"
#include "reports/model/document.h"

namespace accelbench::reports {

/// Why a cell is slower or faster than its base, as far as the data carry it. All of it is paired within
/// blocks, as verdicts are, and only ok launches count.

struct PhaseShift {
    std::size_t place = 0;  // in the cell's phases
    std::string phase;
    Estimate ratio;           // centre of the paired ratios; the interval holds for all phases at once
    double part_of_step = 0;  // the base's time of it over the base's step
    double part_of_gain = 0;  // of the time that all phases together gain or lose
    /// Its interval lies outside of the margin on the verdict's side, and it has at least 5 % of the gain: a
    /// tiny phase explains nothing, however much it changed.
    bool carries = false;
    std::optional<Contrast> remote;  // share of what it read that came from other nodes
};

/// A counter that may tell why: per step and reader, that is per rank, or per machine where it counts
/// machines.
struct OtherShift {
    std::string words;  // "minor page faults"
    bool is_time = false;
    std::string per;  // "rank" or "machine"
    Contrast contrast;
};

struct Cause {
    Verdict verdict = Verdict::inconclusive;
    std::string policy;
    std::string base_policy;
    std::vector<PhaseShift> phases;  // in the cell's order; empty: not told apart
    std::string locality;            // what "remote" is a share of: "DRAM reads", "memory traffic"; "" when not known
    std::string why_no_locality;
    std::optional<Contrast> remote;  // of the whole step
    std::optional<Contrast>
        elsewhere;                   // share of the ranks' memory that lies on other nodes; where it is proved
    std::vector<OtherShift> others;  // those that differ beyond doubt, on the verdict's side
};

/// `comparison` is slower or faster.
Cause find_cause(const Document& document, const Comparison& comparison);

}  // namespace accelbench::reports
