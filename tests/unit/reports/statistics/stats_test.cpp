#include "reports/statistics/stats.h"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

namespace accelbench::reports {
namespace {

// The published first outputs of SplitMix64 for seed 1234567: another sequence would give other orders.
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

// 400 resamples made the interval up to 30 % wider; between order statistics its coverage is known.
TEST(MedianInterval, LiesBetweenTheOrderStatisticsThatHoldTheMedian) {
    std::vector<double> values;
    for (int i = 13; i > 0; --i) values.push_back(i);
    const MedianInterval of_13 = median_interval(values, 0.95);
    EXPECT_EQ(of_13.low, 3);
    EXPECT_EQ(of_13.high, 11);
    EXPECT_DOUBLE_EQ(of_13.coverage, 1 - 2 * (1 + 13 + 78) / 8192.0);
    values.resize(10);  // 4 .. 13
    const MedianInterval of_10 = median_interval(values, 0.95);
    EXPECT_EQ(of_10.low, 5);
    EXPECT_EQ(of_10.high, 12);
    EXPECT_DOUBLE_EQ(of_10.coverage, 1 - 2 * (1 + 10) / 1024.0);
}

TEST(MedianInterval, OfTooFewValuesIsNone) {
    const std::vector<double> values{1, 2, 3, 4, 5, 6};
    EXPECT_DOUBLE_EQ(median_interval(values, 0.95).coverage, 1 - 2 / 64.0);
    EXPECT_EQ(median_interval(values, 0.95).low, 1);
    for (std::size_t n = 0; n < 6; ++n)
        EXPECT_TRUE(std::isnan(median_interval(std::span(values).first(n), 0.95).low)) << n;
}

TEST(MedianInterval, OfVeryManyValuesIsNarrow) {
    std::vector<double> values;
    for (int i = 0; i < 10000; ++i) values.push_back(i);
    const MedianInterval interval = median_interval(values, 0.95);
    EXPECT_NEAR(interval.low, 4901, 2);
    EXPECT_NEAR(interval.high, 5098, 2);
}

// A 95 % interval that holds the truth in 80 % of the cases would call noise a result.
TEST(MedianInterval, HoldsTheTrueMedianAsOftenAsItSays) {
    SplitMix random(99);
    int held = 0;
    constexpr int sessions = 4000;
    for (int session = 0; session < sessions; ++session) {
        std::vector<double> values(12);
        for (double& value : values) value = random.unit() * random.unit() * random.unit();
        const MedianInterval interval = median_interval(values, 0.95);
        held += interval.low <= 0.0687 && 0.0687 <= interval.high;  // of the product of three
    }
    EXPECT_NEAR(held / static_cast<double>(sessions), 1 - 2 * (1 + 12 + 66) / 4096.0, 0.012);
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
