#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// Energy of processor packages and of their memory: RAPL by way of /sys/class/powercap, Intel's and AMD's.
std::unique_ptr<Source> open_rapl(const std::string& root = "");

/// A counter that starts again at 0 after `range`, made one that only grows.
class UnwrappedEnergy {
  public:
    explicit UnwrappedEnergy(std::uint64_t range_uj) : range_uj_(range_uj) {}
    /// Microjoules since the first reading. nullopt when so many `seconds` (of any clock that doesn't jump)
    /// have passed since the last reading that it may have started again twice: nobody can tell then.
    std::optional<std::uint64_t> update(std::uint64_t energy_uj, double seconds);

  private:
    std::uint64_t range_uj_;
    std::optional<std::uint64_t> last_uj_;
    double last_seconds_ = 0;
    std::uint64_t sum_uj_ = 0;
    bool lost_ = false;
};

}  // namespace accelbench::counters
