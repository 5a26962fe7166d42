#include "reports/statistics/signed_rank.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>

namespace accelbench::reports {
namespace {

nlohmann::json scipy_cases() {
    std::ifstream file(ACCELBENCH_SOURCE_DIR "/tests/fixtures/reports/signed_rank.json");
    return nlohmann::json::parse(file).at("cases");
}

TEST(SignedRank, AgreesWithScipyExactWithTiesAndNormal) {
    for (const auto& expected : scipy_cases()) {
        SCOPED_TRACE(expected.at("name").get<std::string>());
        const auto values = expected.at("values").get<std::vector<double>>();
        const SignedRank test = signed_rank_test(values);
        EXPECT_EQ(test.rank_sum, expected.at("rank_sum").get<double>());
        EXPECT_NEAR(test.p_greater, expected.at("p_greater").get<double>(), 1e-12);
        EXPECT_NEAR(test.p_less, expected.at("p_less").get<double>(), 1e-12);
    }
}

TEST(SignedRank, CentreQuantilesAndSpreadAgreeWithNumpy) {
    for (const auto& expected : scipy_cases()) {
        SCOPED_TRACE(expected.at("name").get<std::string>());
        const auto values = expected.at("values").get<std::vector<double>>();
        EXPECT_NEAR(hodges_lehmann(values), expected.at("hodges_lehmann").get<double>(), 1e-12);
        EXPECT_NEAR(median(values), expected.at("median").get<double>(), 1e-12);
        EXPECT_NEAR(quantile(values, 0.1), expected.at("quantile_10").get<double>(), 1e-12);
        EXPECT_NEAR(quantile(values, 0.9), expected.at("quantile_90").get<double>(), 1e-12);
        EXPECT_NEAR(quantile(values, 0.99), expected.at("quantile_99").get<double>(), 1e-12);
        EXPECT_NEAR(standard_deviation(values), expected.at("standard_deviation").get<double>(), 1e-12);
    }
}

double two_sided_p(std::vector<double> values, double centre) {
    for (double& value : values) value -= centre;
    const SignedRank test = signed_rank_test(values);
    return 2 * std::min(test.p_greater, test.p_less);
}

// Interval and test must tell one story: otherwise a report shows an interval off the margin beside
// "inconclusive".
TEST(SignedRank, IntervalHoldsExactlyTheCentresThatTheTestKeeps) {
    for (const auto& expected : scipy_cases()) {
        const auto values = expected.at("values").get<std::vector<double>>();
        if (values.size() != 10 && values.size() != 12 && values.size() != 25) continue;
        SCOPED_TRACE(expected.at("name").get<std::string>());
        const Interval interval = hodges_lehmann_interval(values, 0.95);
        EXPECT_GT(two_sided_p(values, interval.low + 1e-9), 0.05);
        EXPECT_LE(two_sided_p(values, interval.low - 1e-9), 0.05);
        EXPECT_GT(two_sided_p(values, interval.high - 1e-9), 0.05);
        EXPECT_LE(two_sided_p(values, interval.high + 1e-9), 0.05);
    }
}

TEST(SignedRank, SaysNothingAboutNoDifferences) {
    const SignedRank test = signed_rank_test(std::vector<double>{0, 0, 0});
    EXPECT_EQ(test.n, 0);
    EXPECT_EQ(test.p_greater, 1);
    EXPECT_EQ(test.p_less, 1);
}

// The full range of five values misses the centre in 6 % of the cases and was printed as a 95 % interval.
TEST(SignedRank, IntervalOfTooFewValuesIsNone) {
    const std::vector<double> values{1, 2, 4, 5, 7, 9};
    EXPECT_EQ(hodges_lehmann_interval(values, 0.95).low, 1);
    EXPECT_EQ(hodges_lehmann_interval(values, 0.95).high, 9);
    EXPECT_TRUE(std::isnan(hodges_lehmann_interval(std::span(values).first(5), 0.95).low));
    EXPECT_TRUE(std::isnan(hodges_lehmann_interval({}, 0.95).high));
}

TEST(SignedRank, LeastSignificantSumIsWhereItsOwnPFallsBelowTheLevel) {
    for (const int n : {8, 10, 13, 25, 26, 40}) {
        const auto sum = least_significant_sum(n, 0.01);
        ASSERT_TRUE(sum) << n;
        // Ranks 1 .. n: all positive but those that add up to what is missing, taken from the largest down.
        const auto p_of = [n](int wanted) {
            std::vector<double> differences;
            int missing = n * (n + 1) / 2 - wanted;
            for (int rank = n; rank > 0; --rank) {
                const bool negative = rank <= missing;
                if (negative) missing -= rank;
                differences.push_back(negative ? -rank : rank);
            }
            return 2 * signed_rank_test(differences).p_greater;
        };
        EXPECT_LT(p_of(*sum), 0.01) << n;
        EXPECT_GE(p_of(*sum - 1), 0.01) << n;
    }
    EXPECT_EQ(least_significant_sum(10, 0.05 / 24), 55);
    EXPECT_FALSE(least_significant_sum(10, 0.05 / 63));
    EXPECT_FALSE(least_significant_sum(0, 0.05));
}

}  // namespace
}  // namespace accelbench::reports
