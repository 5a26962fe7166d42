#include "bench/base/group.h"

#include <algorithm>

namespace accelbench::bench {

void count_sum(std::vector<SumsTaken>& taken, std::string_view variant, std::uint64_t bytes) {
    auto way = std::find_if(taken.begin(), taken.end(),
                            [&](const SumsTaken& one) { return one.variant == variant; });
    if (way == taken.end()) way = taken.insert(taken.end(), {std::string(variant), 0, bytes, bytes});
    ++way->sums;
    way->least_bytes = std::min(way->least_bytes, bytes);
    way->most_bytes = std::max(way->most_bytes, bytes);
}

}  // namespace accelbench::bench
