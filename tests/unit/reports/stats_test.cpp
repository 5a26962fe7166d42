#include "reports/stats.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace accelbench::reports {
namespace {

// The published first outputs of SplitMix64 for seed 1234567: another sequence would give other intervals.
TEST(SplitMix, GivesThePublishedSequence) {
    SplitMix random(1234567);
    EXPECT_EQ(random.next(), 6457827717110365317ULL);
    EXPECT_EQ(random.next(), 3203168211198807973ULL);
    EXPECT_EQ(random.next(), 9817491932198370423ULL);
}

TEST(SplitMix, ReachesEachIndexAboutEquallyOften) {
    SplitMix random(1);
    std::vector<int> hits(7);
    for (int i = 0; i < 70000; ++i) ++hits[random.below(7)];
    for (const int count : hits) EXPECT_NEAR(count, 10000, 500);
}

TEST(Quantile, IsNotANumberForNoValues) { EXPECT_TRUE(std::isnan(quantile({}, 0.5))); }

// A document may hold null among times; a sort that meets it may leave its bounds.
TEST(Quantile, IsNotANumberWhereOneOfItsValuesIsNone) {
    std::vector<double> values(100, 1.0);
    for (std::size_t i = 0; i < values.size(); i += 3) values[i] = std::nan("");
    EXPECT_TRUE(std::isnan(quantile(values, 0.5)));
}

TEST(Quantile, MedianOfTwoLiesBetweenThem) {
    EXPECT_DOUBLE_EQ(median(std::vector<double>{3, 1}), 2);
    EXPECT_DOUBLE_EQ(median(std::vector<double>{9, 1, 3}), 3);
}

TEST(Bootstrap, IsTheSameEachTimeAndAnotherForAnotherSeed) {
    const std::vector<double> values{1.0, 1.1, 1.2, 1.4, 1.5, 1.9, 2.3, 2.8, 3.1, 3.9, 4.4, 5.8};
    const Interval once = bootstrap_median(values, 0.95, 11, 200);
    const Interval again = bootstrap_median(values, 0.95, 11, 200);
    const Interval other = bootstrap_median(values, 0.95, 12, 200);
    EXPECT_EQ(once.low, again.low);
    EXPECT_EQ(once.high, again.high);
    EXPECT_TRUE(once.low != other.low || once.high != other.high);
}

TEST(Bootstrap, OfOneValueIsThatValue) {
    const Interval interval = bootstrap_median(std::vector<double>{4.2}, 0.95, 1);
    EXPECT_EQ(interval.low, 4.2);
    EXPECT_EQ(interval.high, 4.2);
}

// A 95 % interval that holds the truth in 80 % of the cases would call noise a result.
TEST(Bootstrap, HoldsTheTrueMedianAboutAsOftenAsItSays) {
    SplitMix random(99);
    int held = 0;
    constexpr int sessions = 400;
    for (int session = 0; session < sessions; ++session) {
        std::vector<double> values(12);
        for (double& value : values) value = random.unit() + random.unit() + random.unit();
        const Interval interval = bootstrap_median(values, 0.95, random.next(), 400);
        held += interval.low <= 1.5 && 1.5 <= interval.high;
    }
    EXPECT_GT(held, sessions * 0.90);
    EXPECT_LT(held, sessions * 0.99);
}

// Values of statsmodels.stats.multitest.multipletests(..., method="holm").
TEST(Holm, AgreesWithStatsmodels) {
    const std::vector<double> adjusted = holm(std::vector<double>{0.01, 0.04, 0.03, 0.005});
    const std::vector<double> expected{0.03, 0.06, 0.06, 0.02};
    for (std::size_t i = 0; i < expected.size(); ++i) EXPECT_NEAR(adjusted[i], expected[i], 1e-15);
}

TEST(Holm, NeverExceedsOne) { EXPECT_EQ(holm(std::vector<double>{0.9, 0.8})[0], 1); }

TEST(NormalQuantile, InvertsItsCdf) {
    EXPECT_NEAR(normal_quantile(0.975), 1.959963984540054, 1e-12);
    EXPECT_NEAR(normal_quantile(0.001), -3.090232306167813, 1e-12);
}

}  // namespace
}  // namespace accelbench::reports
