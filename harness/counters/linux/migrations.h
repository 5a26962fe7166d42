#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// How often the scheduler moved this process's threads from one cpu to another, of /proc/self/task/*/sched.
std::unique_ptr<Source> open_migrations(const std::string& root = "");

/// "se.nr_migrations : 12" of a thread's sched file (plain "nr_migrations" in some kernels).
std::optional<std::uint64_t> parse_migrations(const std::string& sched);

/// The sum over threads that come and go: one that ended keeps what it had when it was last seen. Without
/// that a thread's end would read as a negative number of migrations.
class MigrationSum {
  public:
    std::uint64_t update(const std::map<int, std::uint64_t>& by_thread);

  private:
    std::map<int, std::uint64_t> last_;
    std::uint64_t ended_ = 0;
};

}  // namespace accelbench::counters
