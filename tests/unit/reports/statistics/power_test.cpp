#include "reports/statistics/power.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <numbers>
#include <vector>

#include "reports/analysis/verdict.h"
#include "reports/statistics/signed_rank.h"
#include "reports/statistics/stats.h"

namespace accelbench::reports {
namespace {

constexpr double margin = 0.02;
constexpr double confidence = 0.95;
using Draw = std::function<double(SplitMix&)>;

double normal(SplitMix& random) {
    return std::sqrt(-2 * std::log(1 - random.unit())) * std::cos(2 * std::numbers::pi * random.unit());
}

/// Student's t with 3 degrees of freedom.
double heavy(SplitMix& random) {
    const double chi = std::pow(normal(random), 2) + std::pow(normal(random), 2) + std::pow(normal(random), 2);
    return normal(random) / std::sqrt(chi / 3);
}

/// One pair in ten has five times the spread.
double with_outliers(SplitMix& random) { return (random.unit() < 0.1 ? 5 : 1) * normal(random); }

std::vector<double> pairs_around(double centre, int n, const Draw& draw, SplitMix& random) {
    std::vector<double> logs;
    for (int i = 0; i < n; ++i) logs.push_back(centre + 0.02 * draw(random));
    return logs;
}

/// Share of sessions that find the effect which is the median of those printed. The other comparisons of a
/// session have none, so that Holm leaves this one its strictest level.
double power_at_printed(int n, int comparisons, const Draw& draw, int sessions = 1200) {
    SplitMix random(77);
    std::vector<double> printed;
    for (int i = 0; i < sessions; ++i)
        printed.push_back(smallest_visible_effect(spread_for_power(pairs_around(0, n, draw, random)), n, margin,
                                                  confidence, comparisons));
    const double effect = std::log1p(median(printed));
    int found = 0;
    for (int i = 0; i < sessions; ++i)
        found += comparisons * p_against_margin(pairs_around(effect, n, draw, random), margin) < 1 - confidence;
    return static_cast<double>(found) / sessions;
}

struct Session {
    int pairs;
    int comparisons;
};
const std::vector<Session> sessions{{10, 1}, {10, 24}, {12, 100}, {15, 10}, {17, 50}, {25, 24}, {26, 100}, {40, 1}};

// The normal approximation promised 80 % and gave 31 % with 10 pairs and 24 comparisons.
TEST(SmallestVisible, IsFoundInFourOfFiveSessions) {
    for (const auto& [pairs, comparisons] : sessions) {
        SCOPED_TRACE(::testing::Message() << pairs << " pairs, " << comparisons << " comparisons");
        const double power = power_at_printed(pairs, comparisons, normal);
        EXPECT_GE(power, 0.75);
        EXPECT_LE(power, 0.85);
    }
}

TEST(SmallestVisible, IsFoundInSevenOfTenSessionsWithHeavyTails) {
    for (const auto& [pairs, comparisons] : sessions) {
        SCOPED_TRACE(::testing::Message() << pairs << " pairs, " << comparisons << " comparisons");
        EXPECT_GE(power_at_printed(pairs, comparisons, heavy), 0.70);
        EXPECT_GE(power_at_printed(pairs, comparisons, with_outliers), 0.70);
    }
}

// 3.9 % was printed beside 10 launches and 63 comparisons, where p can't fall below 0.12.
TEST(SmallestVisible, IsNoneWhereNoOutcomeIsSignificant) {
    EXPECT_TRUE(std::isnan(smallest_visible_effect(0.01, 10, margin, confidence, 63)));
    EXPECT_TRUE(std::isnan(smallest_visible_effect(0.01, 9, margin, confidence, 1)));
    EXPECT_GT(smallest_visible_effect(0.01, 12, margin, confidence, 63), margin);
}

TEST(SmallestVisible, GrowsWithSpreadAndComparisonsAndShrinksWithPairs) {
    const double base = smallest_visible_effect(0.02, 12, margin, confidence, 1);
    EXPECT_GT(smallest_visible_effect(0.04, 12, margin, confidence, 1), base);
    EXPECT_GT(smallest_visible_effect(0.02, 12, margin, confidence, 24), base);
    double before = base;
    for (const int pairs : {14, 18, 25, 26, 30, 40, 200}) {
        const double now = smallest_visible_effect(0.02, pairs, margin, confidence, 1);
        EXPECT_LT(now, before) << pairs;
        before = now;
    }
}

TEST(PairsForVerdict, AreWhatHolmsStrictestStepNeeds) {
    EXPECT_EQ(pairs_for_verdict(confidence, 1), 10);
    EXPECT_EQ(pairs_for_verdict(confidence, 25), 10);  // 2^-9 * 25 is below 0.05
    EXPECT_EQ(pairs_for_verdict(confidence, 26), 11);
    EXPECT_EQ(pairs_for_verdict(confidence, 63), 12);
    EXPECT_EQ(pairs_for_verdict(confidence, 1000), 16);
}

// One launch that hung behind a backup must not make a session say that only a doubling could be seen.
TEST(Spread, OneOutlierWidensItByNoMoreThanAFewTimes) {
    SplitMix random(3);
    auto logs = pairs_around(0, 12, normal, random);
    logs[4] += 0.7;
    EXPECT_LT(spread_for_power(logs), 4 * standard_deviation(logs));
    EXPECT_EQ(spread_for_power(std::vector<double>{0.1}), 0);
    EXPECT_NEAR(spread_for_power(std::vector<double>{0.1, 0.1, 0.1}), 0, 1e-12);
}

// A session-wide bias of 1 %: against zero, a gate of 24 comparisons without an effect fires on 17 to 51 % of nights.
TEST(Verdict, SessionsWithoutAnEffectSeldomAlarm) {
    SplitMix random(5);
    int alarms = 0;
    constexpr int nights = 800;
    for (int night = 0; night < nights; ++night) {
        std::vector<double> p_values;
        for (int i = 0; i < 24; ++i)
            p_values.push_back(p_against_margin(pairs_around(0.01, 10 + night % 4, normal, random), margin));
        const auto adjusted = holm(p_values);
        alarms += *std::min_element(adjusted.begin(), adjusted.end()) < 1 - confidence;
    }
    EXPECT_LE(alarms, nights * 0.0075);
}

}  // namespace
}  // namespace accelbench::reports
