#include "reports/statistics/pair_centre.h"

#include <gtest/gtest.h>

#include <cmath>

#include "reports/analysis/verdict.h"
#include "reports/statistics/stats.h"

namespace accelbench::reports {
namespace {

// Times doubled halfway through the session and the pairs' launches apart: medians gave 0.83x beside 0.69x.
TEST(PairCentre, TimesDividedAreTheRatio) {
    SplitMix random(8);
    for (int n = 1; n < 16; ++n) {
        std::vector<double> cell, base, logs;
        for (int i = 0; i < n; ++i) {
            const double drift = i < n / 2 ? 1 : 2.3;
            base.push_back(0.03 * drift * (1 + random.unit()));
            cell.push_back(0.02 * drift * (1 + random.unit()));
            logs.push_back(std::log(cell.back() / base.back()));
        }
        const CentreTimes times = times_at_centre(cell, base);
        EXPECT_NEAR(times.cell / times.base, paired_ratio(logs, 0.95).value, 1e-12) << n;
        EXPECT_GE(times.base, 0.03) << n;
        EXPECT_LE(times.base, 0.03 * 2.3 * 2) << n;
    }
}

TEST(PairCentre, OfOnePairIsThatPair) {
    const CentreTimes times = times_at_centre({0.5}, {0.25});
    EXPECT_DOUBLE_EQ(times.cell, 0.5);
    EXPECT_DOUBLE_EQ(times.base, 0.25);
}

}  // namespace
}  // namespace accelbench::reports
