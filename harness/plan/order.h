#pragma once

#include <cstdint>
#include <vector>

namespace accelbench::plan {

/// The order of `cells` cells in block `block`: a permutation that depends on (seed, block) alone, the same
/// on every platform and standard library, so that a resumed session goes on exactly where the first one
/// stopped. Blocks of all cells in fresh random order: randomised multiple interleaved trials (Abedi &
/// Brecht, ICPE 2017).
std::vector<int> block_order(int cells, std::uint64_t seed, int block);

}  // namespace accelbench::plan
