#include "harness/launch/process/load.h"

#include <unistd.h>

#include <algorithm>
#include <fstream>

namespace accelbench::launch {
namespace {

constexpr double most = 100;  // a machine that is never idle again must not hold a hanging trial for days

}  // namespace

double slowdown(const std::string& root, int cpus) {
    std::ifstream file(root + "/proc/loadavg");
    double load = 0;
    if (!(file >> load)) return 1;
    return std::clamp(load / std::max(1, cpus), 1.0, most);
}

/// Of all cpus, not only those that this process may use: the load is that of all.
double slowdown() { return slowdown("", static_cast<int>(sysconf(_SC_NPROCESSORS_ONLN))); }

}  // namespace accelbench::launch
