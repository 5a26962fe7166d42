#include "bench/train/data/synthetic_text.h"

#include <algorithm>
#include <vector>

#include "bench/base/counter_random.h"

namespace accelbench::bench::train {
namespace {

constexpr std::uint64_t draw_stream = 0x7a697066;
constexpr std::uint64_t successor_stream = 0x6d61726b;

/// Cumulative sums of 1 / rank.
std::vector<double> zipf_sums(std::int64_t vocab) {
    std::vector<double> sums(static_cast<std::size_t>(vocab));
    double sum = 0;
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] = sum += 1 / static_cast<double>(i + 1);
    return sums;
}

std::uint16_t zipf_token(const std::vector<double>& sums, std::uint64_t word) {
    const double wanted = unit_double(word) * sums.back();
    const auto found = std::upper_bound(sums.begin(), sums.end() - 1, wanted);
    return static_cast<std::uint16_t>(found - sums.begin());
}

}  // namespace

void fill_synthetic(std::uint16_t* tokens, std::int64_t vocab, std::uint64_t seed) {
    const std::vector<double> sums = zipf_sums(vocab);
    std::uint64_t before = 0;
    for (std::int64_t i = 0; i < synthetic_length; ++i) {
        std::uint64_t word = counter_random(seed, draw_stream, static_cast<std::uint64_t>(i));
        // The lowest bit decides whether the next two choose one of four successors of the token before; a
        // successor is a fixed Zipf draw, so that frequencies stay Zipf's. unit_double reads the upper bits
        // only.
        if ((word & 1) != 0) word = counter_random(seed, successor_stream, before * 4 + (word >> 1 & 3));
        tokens[i] = zipf_token(sums, word);
        before = tokens[i];
    }
}

}  // namespace accelbench::bench::train
