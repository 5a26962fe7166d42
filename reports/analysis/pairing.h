#pragma once

#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports {

/// Launches that ran next to each other: one of each of some cells, from the same block. Everything that compares cells
/// starts here, so that drift of the machine between blocks cancels. Pointers live as long as the document.
struct PairedBlocks {
    /// Of each block the launches of the cells, in the order of the cells.
    std::vector<std::vector<const Trial*>> launches;
    int dropped = 0;  // blocks in which some of the cells were launched, but not all are ok
};

/// Blocks in ascending order. A launch that was repeated in its block counts once: the first ok one.
PairedBlocks pair_launches(const Document& document, const std::vector<const Cell*>& cells);

/// Step times of two cells, paired by block.
struct Pairs {
    std::vector<double> cell_seconds;
    std::vector<double> base_seconds;
    int dropped = 0;
};
Pairs pair_by_block(const Document& document, const Cell& cell, const Cell& base);

}  // namespace accelbench::reports
