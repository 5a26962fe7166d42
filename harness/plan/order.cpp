#include "harness/plan/order.h"

#include <numeric>
#include <utility>

#include "reports/statistics/stats.h"

namespace accelbench::plan {

std::vector<int> block_order(int cells, std::uint64_t seed, int block) {
    std::vector<int> order(static_cast<std::size_t>(cells));
    std::iota(order.begin(), order.end(), 0);
    reports::SplitMix random(seed ^ (0xD1B54A32D192ED03ULL * (static_cast<std::uint64_t>(block) + 1)));
    for (std::size_t i = order.size(); i > 1; --i)
        std::swap(order[i - 1], order[random.below(i)]);  // Fisher-Yates
    return order;
}

}  // namespace accelbench::plan
