#pragma once

#include <string>

#include "topology/verify.h"

namespace accelbench::topology {

/// Counts pages and misplaced pages into `check`, each class of allocation against its own binding. The
/// reason when less than `required` of a class lies where it was asked to be, or when nobody can tell; else
/// "".
std::string check_pages(const Observed& observed, const MemoryPlan& memory, double required,
                        PlacementCheck& check);

}  // namespace accelbench::topology
