#pragma once

#include <chrono>
#include <vector>

#include "bench/base/kernel.h"

namespace accelbench::bench {

/// Cuts a step into phases that add up to it, and tells a listener where they end.
class PhaseClock {
  public:
    /// `listener`: nullptr when nobody listens.
    explicit PhaseClock(PhaseListener* listener) : listener_(listener) {
        if (listener_ != nullptr) listener_->step_begins();
    }
    void end_phase() {
        if (listener_ != nullptr) listener_->phase_ends(seconds_.size());
        const auto now = std::chrono::steady_clock::now();
        seconds_.push_back(std::chrono::duration<double>(now - start_).count());
        start_ = now;
    }
    std::vector<double> seconds() const { return seconds_; }

  private:
    std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    PhaseListener* listener_;
    std::vector<double> seconds_;
};

}  // namespace accelbench::bench
