#pragma once

#include <memory>
#include <vector>

#include "bench/kernel.h"
#include "harness/counters/source.h"
#include "harness/counters/tally.h"

namespace accelbench::counters {

/// Reads sources where a kernel's phases end and sums what they say over the measured steps. It must be there before
/// the kernel is made, so that the kernel's threads are counted, and is read in the warm-up as in the measured
/// steps, so that both cost the same.
///
/// A step's first phase begins where the step before ended: what the harness does between two steps, a few
/// microseconds, is counted to it, and one reading a step is saved.
class Recorder : public bench::PhaseListener {
  public:
    Recorder(std::vector<std::unique_ptr<Source>> sources, std::size_t phases);

    /// What was counted before, in the warm-up, is forgotten.
    void measured_steps_begin();
    void measured_steps_end();

    void step_begins() override;
    void phase_ends(std::size_t phase) override;

    /// Of the measured steps, in the order of the sources; each name once.
    std::vector<reports::CounterValue> values() const;

  private:
    struct Followed {
        std::unique_ptr<Source> source;
        std::vector<Tally> tallies;  // one a counter
        std::vector<Reading> last;
    };

    void look(Followed& followed, std::size_t phase);

    std::vector<Followed> followed_;
    std::size_t phases_;
};

}  // namespace accelbench::counters
