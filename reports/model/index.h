#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

namespace accelbench::reports {

struct Document;

/// Where a document's records stand, so that a look-up is no search: a session may hold thousands of cells.
/// Derived from the records by `index_records`; the look-ups of cells.h search where it doesn't fit them.
struct Index {
    using Places = std::unordered_map<std::string, std::size_t>;

    Places cells;  // by id; the first of a name
    /// By work_key: the first `local` cell that was not skipped.
    Places bases;
    Places summaries;    // by cell
    Places comparisons;  // by cell
    /// By the place of their cell, in the document's order.
    std::vector<std::vector<std::size_t>> trials;
    std::set<std::string> metrics;                                       // of which some cell has a value
    std::vector<std::pair<std::string, std::string>> shared_parameters;  // those that all cells have
    std::size_t all_trials = 0, all_cells = 0;                           // when it was made
};

/// Makes `document.index` again. To be called after records were added, and before they are looked up.
void index_records(Document& document);

}  // namespace accelbench::reports
