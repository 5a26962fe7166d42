#include "topology/audit/cpu_wait.h"

#include <algorithm>
#include <sstream>

#include "topology/base/clock.h"
#include "topology/base/paths.h"
#include "topology/base/system_files.h"

namespace accelbench::topology {
namespace {

/// Seconds waited by thread; a thread that ends meanwhile is left out.
std::map<std::string, double> waits_of_threads(const std::string& root) {
    std::map<std::string, double> waits;
    for (const auto& task : folder_entries(root + "/proc/self/task")) {
        std::istringstream line(read_system_file(task.string() + "/schedstat"));
        double ran = 0, waited = 0;
        if (line >> ran >> waited) waits[task.filename().string()] = waited * 1e-9;
    }
    return waits;
}

}  // namespace

CpuWaitWatch::CpuWaitWatch(std::string root)
    : root_(std::move(root)), start_(std::chrono::steady_clock::now()), before_(waits_of_threads(root_)) {}

std::optional<double> CpuWaitWatch::most_share() const {
    const double passed = seconds_since(start_);
    const auto after = waits_of_threads(root_);
    if (after.empty() || !(passed > 0)) return std::nullopt;
    double most = 0;
    for (const auto& [thread, waited] : after) {
        const auto earlier = before_.find(thread);
        most = std::max(most, waited - (earlier == before_.end() ? 0 : earlier->second));
    }
    return most / passed;
}

}  // namespace accelbench::topology
