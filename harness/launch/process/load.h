#pragma once

#include <string>

namespace accelbench::launch {

/// How many times as long as on an idle machine work takes here now: the load of the last minute for each
/// cpu, 1 to 100; 1 where the system doesn't tell. `root` is that of a captured tree, "" of this system.
double slowdown(const std::string& root, int cpus);
/// Of this system.
double slowdown();

}  // namespace accelbench::launch
