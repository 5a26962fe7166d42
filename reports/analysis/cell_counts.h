#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports {

/// What one counter says of one step of a cell: of each rank, or of each machine where it counts machines.
/// The median over the cell's ok launches; a level, which doesn't add up over steps, is as it was after the
/// last one.
struct CellCount {
    std::string name;
    std::string unit;
    std::string source;  // "" when the catalogue doesn't know the counter
    std::string scope;
    std::string per;                              // "rank" or "machine"
    std::optional<double> value;                  // nullopt: see `reason`
    std::vector<std::optional<double>> by_phase;  // empty: not told apart
    std::map<int, double> by_node;
    double counted_share = 1;  // the least of any launch
    std::string reason;        // of the first launch
};

/// In the order of the catalogue; then what the catalogue doesn't know.
std::vector<CellCount> counts_of_cell(const Document& document, const Cell& cell);

}  // namespace accelbench::reports
