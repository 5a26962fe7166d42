#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports {

/// What was seen between steps of some launches, of all their ranks.
struct MovesSeen {
    std::uint64_t ranks = 0;   // that told; 0: documents of older versions
    std::string pages_reason;  // why pages of some rank were not looked at; ""
    topology::Moves sum;       // the kernel's counts of the ranks that have them
};
MovesSeen moves_of(const std::vector<const Trial*>& trials);

/// Whether the cell's ranks were bound, so that what moved has strayed.
bool is_bound(const Cell& cell);

/// "pages on another node than before the steps at 3 % of 26.9 k looks; threads on another cpu than a step
/// before at 12 %, on another node at 0 % of 1.23 k looks; NUMA balancing moved 12 pages"; bound: "pages
/// outside of their nodes at 0 of 26.9 k looks; threads outside of their cpus at 0 of 1.23 k looks". "-" when
/// no rank told.
std::string moves_text(const MovesSeen& seen, bool bound);

/// A line for each policy; "" when no launch told.
std::string moves_table(const Document& document);

}  // namespace accelbench::reports
