#include "reports/statistics/stats.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace accelbench::reports {
namespace {

double quantile_of_sorted(std::span<const double> sorted, double p) {
    if (sorted.empty()) return std::numeric_limits<double>::quiet_NaN();
    const double place = static_cast<double>(sorted.size() - 1) * p;
    const auto below = static_cast<std::size_t>(place);
    if (below + 1 >= sorted.size()) return sorted.back();
    const double part = place - static_cast<double>(below);
    return sorted[below] + part * (sorted[below + 1] - sorted[below]);
}

constexpr std::size_t exact_medians_up_to = 1000;  // behind it 2^-n vanishes

MedianInterval median_interval_of_many(std::span<const double> values, double confidence) {
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    const auto n = static_cast<double>(values.size());
    const double reach = normal_quantile((1 + confidence) / 2) * std::sqrt(n) / 2;
    const auto cut = static_cast<std::size_t>(std::floor((n - 1) / 2 - reach));
    return {sorted[cut], sorted[values.size() - 1 - cut], confidence};
}

}  // namespace

std::uint64_t SplitMix::next() {
    std::uint64_t z = (state_ += 0x9e3779b97f4a7c15ULL);
    z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31);
}

std::size_t SplitMix::below(std::size_t bound) {
    const std::uint64_t whole = std::numeric_limits<std::uint64_t>::max() / bound * bound;
    std::uint64_t draw = next();
    while (draw >= whole) draw = next();
    return static_cast<std::size_t>(draw % bound);
}

double SplitMix::unit() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }

double quantile(std::span<const double> values, double p) {
    // A sort that meets not-a-number may leave its bounds.
    if (std::any_of(values.begin(), values.end(), [](double value) { return std::isnan(value); }))
        return std::numeric_limits<double>::quiet_NaN();
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    return quantile_of_sorted(sorted, p);
}

double median(std::span<const double> values) { return quantile(values, 0.5); }

MedianInterval median_interval(std::span<const double> values, double confidence) {
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    const std::size_t n = values.size();
    if (n > exact_medians_up_to) return median_interval_of_many(values, confidence);
    // Outside lie medians of samples of which at most `cut` values are on one side: a binomial tail at 1/2.
    double one = std::ldexp(1.0, -static_cast<int>(n)), tail = one;
    if (n == 0 || !(1 - 2 * tail >= confidence)) return {none, none, none};
    std::size_t cut = 0;
    for (;; ++cut) {
        const double next = one * static_cast<double>(n - cut) / static_cast<double>(cut + 1);
        if (1 - 2 * (tail + next) < confidence) break;
        one = next;
        tail += next;
    }
    std::vector<double> sorted(values.begin(), values.end());
    std::sort(sorted.begin(), sorted.end());
    return {sorted[cut], sorted[n - 1 - cut], 1 - 2 * tail};
}

double standard_deviation(std::span<const double> values) {
    if (values.size() < 2) return 0;
    const auto n = static_cast<double>(values.size());
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    double squares = 0;
    for (const double value : values) squares += (value - mean) * (value - mean);
    return std::sqrt(squares / (n - 1));
}

double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

double normal_quantile(double p) {
    double low = -40, high = 40;
    for (int i = 0; i < 100; ++i) {
        const double middle = (low + high) / 2;
        (normal_cdf(middle) < p ? low : high) = middle;
    }
    return (low + high) / 2;
}

std::vector<double> holm(std::span<const double> p_values) {
    std::vector<std::size_t> order(p_values.size());
    std::iota(order.begin(), order.end(), 0U);
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return p_values[a] < p_values[b]; });
    std::vector<double> adjusted(p_values.size());
    double largest = 0;
    for (std::size_t step = 0; step < order.size(); ++step) {
        const double scaled = static_cast<double>(order.size() - step) * p_values[order[step]];
        largest = std::max(largest, std::min(1.0, scaled));
        adjusted[order[step]] = largest;
    }
    return adjusted;
}

}  // namespace accelbench::reports
