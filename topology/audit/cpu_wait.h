#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

namespace accelbench::topology {

/// How long the threads of this process wait for a cpu that others have, from the scheduler's own account
/// (/proc/self/task/*/schedstat, second number; Documentation/scheduler/sched-stats.rst). It says whether
/// others disturbed a measurement, without a look at what was measured.
class CpuWaitWatch {
  public:
    /// `root` stands before /proc, for tests.
    explicit CpuWaitWatch(std::string root = "");

    /// The most that one thread has waited since then, over the time since then; nullopt where the kernel keeps
    /// no such account.
    std::optional<double> most_share() const;

  private:
    std::string root_;
    std::chrono::steady_clock::time_point start_;
    std::map<std::string, double> before_;  // seconds by thread
};

}  // namespace accelbench::topology
