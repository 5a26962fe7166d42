#include "reports/statistics/power.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <map>
#include <mutex>
#include <numbers>
#include <utility>
#include <vector>

#include "reports/statistics/signed_rank.h"
#include "reports/statistics/stats.h"

namespace accelbench::reports {
namespace {

constexpr double wanted_power = 0.8;
constexpr int samples = 4000;
constexpr std::uint64_t seed = 20261127;

/// Box and Muller (Annals of Mathematical Statistics 29, 1958).
double draw_normal(SplitMix& random) {
    const double radius = std::sqrt(-2 * std::log(1 - random.unit()));
    return radius * std::cos(2 * std::numbers::pi * random.unit());
}

/// The shift beyond which the test rejects this sample: then `rank_sum` of the Walsh averages are positive.
double rejected_from(const std::vector<double>& sample, int rank_sum, std::vector<double>& averages) {
    averages.clear();
    for (std::size_t i = 0; i < sample.size(); ++i)
        for (std::size_t j = i; j < sample.size(); ++j) averages.push_back((sample[i] + sample[j]) / 2);
    const auto at = averages.begin() + (rank_sum - 1);
    std::nth_element(averages.begin(), at, averages.end(), std::greater<>());
    return -*at;
}

double simulated_shift(int differences, int rank_sum) {
    SplitMix random(seed);
    std::vector<double> sample(static_cast<std::size_t>(differences)), averages, shifts;
    for (int i = 0; i < samples; ++i) {
        for (double& value : sample) value = draw_normal(random);
        shifts.push_back(rejected_from(sample, rank_sum, averages));
    }
    return quantile(shifts, wanted_power);
}

/// P(X1 + X2 > 0 and X1 + X3 > 0) of normal values around `shift`, by Simpson's rule.
double two_sums_positive(double shift) {
    constexpr int parts = 200;
    constexpr double reach = 8, width = 2 * reach / parts;
    double sum = 0;
    for (int i = 0; i <= parts; ++i) {
        const double x = -reach + i * width;
        const double weight = i == 0 || i == parts ? 1 : i % 2 == 1 ? 4
                                                                    : 2;
        const double positive = normal_cdf(x + 2 * shift);
        sum += weight * std::exp(-x * x / 2) * positive * positive;
    }
    return sum * width / 3 / std::sqrt(2 * std::numbers::pi);
}

/// P(rank sum at least this large) under the shift: normal, with the statistic's exact mean and variance.
double power_of_many(int differences, int rank_sum, double shift) {
    const double n = differences;
    const double one = normal_cdf(shift), two = normal_cdf(std::numbers::sqrt2 * shift);
    const double both = (one * one + two) / 2, three = two_sums_positive(shift);
    const double mean = n * one + n * (n - 1) / 2 * two;
    const double variance = n * one * (1 - one) + n * (n - 1) / 2 * two * (1 - two) +
                            2 * n * (n - 1) * (both - one * two) +
                            n * (n - 1) * (n - 2) * (three - two * two);
    return normal_cdf((mean - rank_sum + 0.5) / std::sqrt(variance));
}

double shift_of_many(int differences, int rank_sum) {
    double low = 0, high = 8;
    for (int i = 0; i < 60; ++i) {
        const double middle = (low + high) / 2;
        (power_of_many(differences, rank_sum, middle) < wanted_power ? low : high) = middle;
    }
    return high;
}

double gini_mean_difference(std::span<const double> values) {
    double sum = 0;
    for (std::size_t i = 0; i < values.size(); ++i)
        for (std::size_t j = 0; j < i; ++j) sum += std::abs(values[i] - values[j]);
    const auto n = static_cast<double>(values.size());
    return sum / (n * (n - 1) / 2);
}

/// Above 1 with heavy tails.
double tail_weight(std::span<const double> values, double deviation) {
    constexpr double most = 1.25;
    const double normal_deviation = gini_mean_difference(values) * std::sqrt(std::numbers::pi) / 2;
    return normal_deviation > 0 ? std::min(most, deviation / normal_deviation) : 1;
}

}  // namespace

double strictest_level(double confidence, int comparisons) {
    return (1 - confidence) / std::max(1, comparisons);
}

int pairs_for_verdict(double confidence, int comparisons) {
    int pairs = least_pairs;
    while (!least_significant_sum(pairs, strictest_level(confidence, comparisons))) ++pairs;
    return pairs;
}

std::optional<double> shift_found(int differences, double level) {
    const auto rank_sum = least_significant_sum(differences, level);
    if (!rank_sum) return std::nullopt;
    static std::mutex mutex;
    static std::map<std::pair<int, int>, double> found;
    const std::lock_guard lock(mutex);
    const auto known = found.find({differences, *rank_sum});
    if (known != found.end()) return known->second;
    const double shift = differences > signed_rank_exact_up_to ? shift_of_many(differences, *rank_sum)
                                                               : simulated_shift(differences, *rank_sum);
    found[{differences, *rank_sum}] = shift;
    return shift;
}

double spread_for_power(std::span<const double> log_ratios) {
    const double deviation = standard_deviation(log_ratios);
    if (!(deviation > 0)) return 0;
    const auto n = static_cast<double>(log_ratios.size());
    const double freedom = n - 1;
    const double bias = std::pow(1 - 2 / (9 * freedom), 1.5);  // the median of what it estimates, of normal values
    const double usual_tail = std::max(0.5, 1 - 1.13 / n);     // likewise, of the fourth power below
    return 1.02 * deviation / bias * std::pow(tail_weight(log_ratios, deviation), 4) / usual_tail;
}

double smallest_visible_effect(double spread, int pairs, double margin, double confidence, int comparisons) {
    const auto shift = pairs < least_pairs
                           ? std::nullopt
                           : shift_found(pairs, strictest_level(confidence, comparisons));
    if (!shift) return std::numeric_limits<double>::quiet_NaN();
    return std::exp(std::log1p(margin) + *shift * spread) - 1;
}

}  // namespace accelbench::reports
