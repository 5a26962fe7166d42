#include "reports/analysis/paired_samples.h"

#include <gtest/gtest.h>

namespace accelbench::reports {
namespace {

/// Differences 1 to `pairs` in size, of which the 5 smallest are negative.
Samples mostly_more(int pairs) {
    Samples samples;
    for (int i = 1; i <= pairs; ++i) {
        samples.own.push_back(i <= 5 ? 100.0 - i : 100.0 + i);
        samples.base.push_back(100);
    }
    return samples;
}

// One-sided p = 0.032: each further thing that is looked at makes a chance find likelier, and would be named as a
// cause.
TEST(Contrast, OfMoreThingsNeedsStrongerEvidence) {
    EXPECT_TRUE(contrast(mostly_more(12), 0, 0.95, 1)->more);
    EXPECT_FALSE(contrast(mostly_more(12), 0, 0.95, 1)->less);
    EXPECT_FALSE(contrast(mostly_more(12), 0, 0.95, 2)->more);
    EXPECT_TRUE(contrast(mostly_more(24), 0, 0.95, 12)->more);
}

// Nine that all differ the same way are fewer than a verdict needs.
TEST(Contrast, OfTooFewPairsProvesNothing) {
    Samples nine{std::vector<double>(9, 2), std::vector<double>(9, 1)};
    EXPECT_FALSE(contrast(nine, 0, 0.95, 1)->more);
    EXPECT_EQ(contrast(nine, 0, 0.95, 1)->own, 2);
    nine.own.push_back(2);
    nine.base.push_back(1);
    EXPECT_TRUE(contrast(nine, 0, 0.95, 1)->more);
    EXPECT_FALSE(contrast({}, 0, 0.95, 1));
}

}  // namespace
}  // namespace accelbench::reports
