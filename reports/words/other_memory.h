#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// "node 0", or "node 0 (50 %), node 1 (50 %)"; "-" of nothing.
std::string nodes_text(const std::map<int, std::uint64_t>& amount_by_node);

/// "44.1 MiB of heap and the like on node 0; 2.00 MiB of shared memory on node 0; 9.20 MiB of files on node 0
/// (60 %), node 1 (40 %)"; why it is not told; "-" in documents of older versions.
std::string other_memory_text(const RankFacts& rank);

/// Of each policy the rank that holds most beside its buffers, and where that lies; "" when no launch told.
std::string other_memory_table(const Document& document);

}  // namespace accelbench::reports
