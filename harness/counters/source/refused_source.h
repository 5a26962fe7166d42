#pragma once

#include <utility>
#include <vector>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// Counters of which none can be read: each has its reason.
class RefusedSource final : public Source {
  public:
    explicit RefusedSource(std::vector<reports::CounterInfo> counters) : counters_(std::move(counters)) {}
    const std::vector<reports::CounterInfo>& counters() const override { return counters_; }
    bool at_borders() const override { return false; }
    std::vector<Reading> read() override { return std::vector<Reading>(counters_.size()); }

  private:
    std::vector<reports::CounterInfo> counters_;
};

}  // namespace accelbench::counters
