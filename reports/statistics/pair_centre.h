#pragma once

#include <vector>

namespace accelbench::reports {

/// The two times behind a paired ratio, in seconds: cell / base is the ratio itself.
struct CentreTimes {
    double cell = 0;
    double base = 0;
};

/// The Hodges-Lehmann centre of log ratios is the log ratio of one pair, or the mean of two (a Walsh average):
/// these are the geometric means of those launches' times; of an even number of Walsh averages, of the two in
/// the middle. Medians over all launches may lie far from the ratio where times drift from block to block.
/// Vectors of equal length, not empty, times above 0.
CentreTimes times_at_centre(const std::vector<double>& cell_seconds, const std::vector<double>& base_seconds);

}  // namespace accelbench::reports
