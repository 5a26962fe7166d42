#pragma once

#include <cstdint>

namespace accelbench::bench::train {

inline constexpr std::int64_t synthetic_length = 1 << 18;

/// Writes `synthetic_length` tokens in [0, vocab), the same for the same seed; token r - 1 has Zipf's rank r.
void fill_synthetic(std::uint16_t* tokens, std::int64_t vocab, std::uint64_t seed);

}  // namespace accelbench::bench::train
