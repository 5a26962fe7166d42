#include "reports/statistics/signed_rank.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <iterator>
#include <limits>
#include <numeric>
#include <optional>
#include <vector>

namespace accelbench::reports {
namespace {

constexpr Interval no_interval{std::numeric_limits<double>::quiet_NaN(),
                               std::numeric_limits<double>::quiet_NaN()};
constexpr std::size_t exact_up_to = signed_rank_exact_up_to;

/// Twice the mid-rank of each |difference|, so that ties stay whole numbers.
std::vector<int> doubled_ranks(const std::vector<double>& sorted_sizes) {
    std::vector<int> ranks(sorted_sizes.size());
    for (std::size_t first = 0; first < ranks.size();) {
        std::size_t last = first;
        while (last + 1 < ranks.size() && sorted_sizes[last + 1] == sorted_sizes[first]) ++last;
        for (std::size_t i = first; i <= last; ++i) ranks[i] = static_cast<int>(first + last + 2);
        first = last + 1;
    }
    return ranks;
}

/// probability[s]: that the doubled ranks with a positive sign add up to s, all signs equally likely.
std::vector<double> exact_distribution(const std::vector<int>& ranks) {
    std::vector<double> probability{1.0};
    for (const int rank : ranks) {
        std::vector<double> longer(probability.size() + static_cast<std::size_t>(rank), 0.0);
        for (std::size_t sum = 0; sum < probability.size(); ++sum) {
            longer[sum] += probability[sum] / 2;
            longer[sum + static_cast<std::size_t>(rank)] += probability[sum] / 2;
        }
        probability = std::move(longer);
    }
    return probability;
}

/// Variance of the rank sum: a quarter of the ranks' squares, which is n(n+1)(2n+1)/24 less the tie
/// correction.
double rank_sum_variance(const std::vector<int>& ranks) {
    double squares = 0;
    for (const int rank : ranks) squares += 0.25 * rank * rank;
    return squares / 4;
}

std::vector<double> walsh_averages(std::span<const double> values) {
    std::vector<double> averages;
    averages.reserve(values.size() * (values.size() + 1) / 2);
    for (std::size_t i = 0; i < values.size(); ++i)
        for (std::size_t j = i; j < values.size(); ++j) averages.push_back((values[i] + values[j]) / 2);
    std::sort(averages.begin(), averages.end());
    return averages;
}

std::vector<int> untied_ranks(std::size_t n) {
    std::vector<int> ranks;
    for (std::size_t i = 1; i <= n; ++i) ranks.push_back(static_cast<int>(2 * i));
    return ranks;
}

/// How many Walsh averages to leave out at each end: the most whose rank sums are together no likelier than
/// `tail`. nullopt: even the full range is likelier to miss the centre.
std::optional<std::size_t> averages_outside(std::size_t n, double tail) {
    const std::vector<int> ranks = untied_ranks(n);
    if (n > exact_up_to) {
        const double middle = static_cast<double>(n) * static_cast<double>(n + 1) / 4;
        const double cut = middle + normal_quantile(tail) * std::sqrt(rank_sum_variance(ranks));
        return static_cast<std::size_t>(std::max(0.0, std::floor(cut)));
    }
    const std::vector<double> probability = exact_distribution(ranks);
    double below = 0;
    std::size_t outside = 0;
    while (2 * outside < probability.size() && (below += probability[2 * outside]) <= tail) ++outside;
    if (outside == 0) return std::nullopt;
    return outside - 1;
}

std::optional<int> least_significant_of_many(int n, double level) {
    const double middle = n * (n + 1.0) / 4;
    const double deviation = std::sqrt(n * (n + 1.0) * (2.0 * n + 1) / 24);
    const double cut = middle - normal_quantile(level / 2) * deviation;
    const int least = static_cast<int>(std::floor(cut)) + 1;
    if (cut >= n * (n + 1.0) / 2) return std::nullopt;
    return least;
}

/// The exact tail grows from the largest sum down.
std::optional<int> least_significant_of_few(int n, double level) {
    const std::vector<double> probability = exact_distribution(untied_ranks(static_cast<std::size_t>(n)));
    std::optional<int> least;
    double tail = 0;
    for (int sum = n * (n + 1) / 2; sum > 0; --sum) {
        tail += probability[2 * static_cast<std::size_t>(sum)];
        if (2 * tail >= level) break;
        least = sum;
    }
    return least;
}

void normal_tails(const std::vector<int>& ranks, SignedRank& result) {
    const double middle = std::accumulate(ranks.begin(), ranks.end(), 0.0) / 4;
    const double z = (result.rank_sum - middle) / std::sqrt(rank_sum_variance(ranks));
    result.p_greater = normal_cdf(-z);
    result.p_less = normal_cdf(z);
}

void exact_tails(const std::vector<int>& ranks, std::size_t doubled_sum, SignedRank& result) {
    result.p_greater = result.p_less = 0;
    const std::vector<double> probability = exact_distribution(ranks);
    for (std::size_t sum = 0; sum < probability.size(); ++sum) {
        if (sum >= doubled_sum) result.p_greater += probability[sum];
        if (sum <= doubled_sum) result.p_less += probability[sum];
    }
}

}  // namespace

SignedRank signed_rank_test(std::span<const double> differences) {
    std::vector<double> kept;
    std::copy_if(differences.begin(), differences.end(), std::back_inserter(kept),
                 [](double d) { return d != 0; });
    std::sort(kept.begin(), kept.end(), [](double a, double b) { return std::abs(a) < std::abs(b); });
    SignedRank result;
    result.n = static_cast<int>(kept.size());
    if (kept.empty()) return result;

    std::vector<double> sizes;
    for (const double difference : kept) sizes.push_back(std::abs(difference));
    const std::vector<int> ranks = doubled_ranks(sizes);
    int doubled_sum = 0;
    for (std::size_t i = 0; i < kept.size(); ++i)
        if (kept[i] > 0) doubled_sum += ranks[i];
    result.rank_sum = doubled_sum / 2.0;
    if (kept.size() > exact_up_to)
        normal_tails(ranks, result);
    else
        exact_tails(ranks, static_cast<std::size_t>(doubled_sum), result);
    return result;
}

std::optional<int> least_significant_sum(int differences, double level) {
    if (differences < 1) return std::nullopt;
    return differences > signed_rank_exact_up_to ? least_significant_of_many(differences, level)
                                                 : least_significant_of_few(differences, level);
}

double hodges_lehmann(std::span<const double> values) { return median(walsh_averages(values)); }

Interval hodges_lehmann_interval(std::span<const double> values, double confidence) {
    const std::vector<double> averages = walsh_averages(values);
    const auto outside = averages.empty() ? std::nullopt : averages_outside(values.size(), (1 - confidence) / 2);
    if (!outside) return no_interval;
    const std::size_t cut = std::min(*outside, (averages.size() - 1) / 2);
    return {averages[cut], averages[averages.size() - 1 - cut]};
}

}  // namespace accelbench::reports
