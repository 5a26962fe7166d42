#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "topology/verify.h"

namespace accelbench::topology {

/// A thread from the text of its /proc status and stat files; nullopt when they are not such files (it has
/// ended).
std::optional<ObservedThread> parse_thread(int tid, const std::string& status, const std::string& stat);

/// The cpu that a thread last ran on, of the text of its stat file: field 39; -1 when the text ends before
/// it.
int last_cpu(std::string_view stat);

/// All threads of this process, ascending by tid.
std::vector<ObservedThread> observe_threads();

}  // namespace accelbench::topology
