#pragma once

#include <optional>
#include <string>

#include "topology/verify.h"

namespace accelbench::topology {

/// A thread from the text of its /proc status and stat files; nullopt when they are not such files (it has
/// ended).
std::optional<ObservedThread> parse_thread(int tid, const std::string& status, const std::string& stat);

/// All threads of this process, ascending by tid.
std::vector<ObservedThread> observe_threads();

}  // namespace accelbench::topology
