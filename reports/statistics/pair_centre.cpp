#include "reports/statistics/pair_centre.h"

#include <algorithm>
#include <cmath>

namespace accelbench::reports {
namespace {

/// Logarithms of two pairs, or of one taken twice, each the mean of the two.
struct Average {
    double cell = 0;
    double base = 0;
    double ratio() const { return cell - base; }
};

std::vector<Average> averages_of(const std::vector<double>& cell, const std::vector<double>& base) {
    std::vector<Average> averages;
    averages.reserve(cell.size() * (cell.size() + 1) / 2);
    for (std::size_t i = 0; i < cell.size(); ++i)
        for (std::size_t j = i; j < cell.size(); ++j)
            averages.push_back(
                {std::log(cell[i] * cell[j]) / 2, std::log(base[i] * base[j]) / 2});
    return averages;
}

/// Of equal ratios the one of the shorter times, so that the order of pairs doesn't matter.
bool before(const Average& one, const Average& other) {
    return one.ratio() != other.ratio() ? one.ratio() < other.ratio() : one.base < other.base;
}

}  // namespace

CentreTimes times_at_centre(const std::vector<double>& cell, const std::vector<double>& base) {
    std::vector<Average> averages = averages_of(cell, base);
    const auto middle = averages.begin() + static_cast<std::ptrdiff_t>(averages.size() / 2);
    std::nth_element(averages.begin(), middle, averages.end(), before);
    const Average upper = *middle;
    const Average lower =
        averages.size() % 2 == 1 ? upper : *std::max_element(averages.begin(), middle, before);
    return {std::exp((lower.cell + upper.cell) / 2), std::exp((lower.base + upper.base) / 2)};
}

}  // namespace accelbench::reports
