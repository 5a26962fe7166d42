#pragma once

namespace accelbench::reports {

/// A statistic with its interval; low and high are not a number where n is too small for one.
struct Estimate {
    double value = 0;
    double low = 0;
    double high = 0;
    int n = 0;
};

}  // namespace accelbench::reports
