#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace accelbench::reports {

/// Pure arithmetic: vectors in, numbers out. Nothing here reads a clock, a file or a document.

struct Interval {
    double low = 0;
    double high = 0;
};

/// SplitMix64 (Steele, Lea & Flood, OOPSLA 2014). Own, because the standard library's distributions give
/// other numbers on other platforms, and an order must be the same anywhere.
class SplitMix {
  public:
    explicit SplitMix(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next();
    /// Uniform in 0 .. bound-1, without the bias of a plain remainder; bound > 0.
    std::size_t below(std::size_t bound);
    double unit();  // uniform in [0, 1)

  private:
    std::uint64_t state_;
};

/// Type 7 of Hyndman & Fan (The American Statistician 50, 1996), as R and NumPy do by default: linear between
/// the order statistics around (n-1)p. Not-a-number when `values` is empty. 0 <= p <= 1.
double quantile(std::span<const double> values, double p);
double median(std::span<const double> values);

/// Interval of the median between two order statistics, as many from each end: it holds the true median with
/// probability `coverage`, exactly, whatever the distribution (Conover, Practical Nonparametric Statistics,
/// 1999, section 3.2), the least that is not below the confidence. With too few values (fewer than 6 at 95 %)
/// there is none: ends and coverage are not a number. Of more than 1000 values by the normal approximation.
struct MedianInterval {
    double low = 0;
    double high = 0;
    double coverage = 0;
};
MedianInterval median_interval(std::span<const double> values, double confidence);

/// Sample standard deviation (n-1); 0 for fewer than two values.
double standard_deviation(std::span<const double> values);

/// P(Z <= z) of the standard normal distribution, and its inverse for 0 < p < 1.
double normal_cdf(double z);
double normal_quantile(double p);

/// Holm's step-down adjustment (Scandinavian Journal of Statistics 6, 1979), in the order given; at most 1.
std::vector<double> holm(std::span<const double> p_values);

}  // namespace accelbench::reports
