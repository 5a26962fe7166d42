#pragma once

#include <string>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports {

/// The policy that others are compared with: each rank's pages on its own node.
inline constexpr const char* base_policy = "local";

/// Look-ups in a document. Pointers stay valid as long as the document is not changed; nullptr: there is
/// none.
const Cell* find_cell(const Document& document, const std::string& id);
const Summary* find_summary(const Document& document, const std::string& cell);
const Comparison* find_comparison(const Document& document, const std::string& cell);
std::vector<const Trial*> trials_of(const Document& document, const std::string& cell);
std::vector<const Trial*> ok_trials_of(const Document& document, const std::string& cell);

/// The parameters that all cells have: what doesn't tell one from another.
Parameters shared_parameters(const Document& document);

/// Measured on an emulated machine, or on pretended nodes: placement holds, times mean nothing and are never
/// compared.
bool is_emulated(const Document& document);

/// All but the policy: cells that share it did the same work and may be compared.
std::string work_key(const Cell& cell);

/// "thp" of a cell whose pages were chosen by --pages; "" of one that took what there is.
std::string chosen_pages(const Cell& cell);

/// How many cells have a `local` cell that does the same work, neither of them skipped.
int count_comparable(const std::vector<Cell>& cells);

/// The `local` cell that did the same work; nullptr when there is none, it was skipped, or `cell` is it.
const Cell* base_of(const Document& document, const Cell& cell);

}  // namespace accelbench::reports
