#pragma once

#include <chrono>
#include <limits>
#include <memory>
#include <vector>

#include "bench/base/kernel.h"
#include "harness/counters/source/source.h"
#include "harness/counters/source/tally.h"

namespace accelbench::counters {

/// Reads sources where a kernel's phases end and sums what they say over the measured steps. It must be there
/// before the kernel is made, so that the kernel's threads are counted.
///
/// Reading takes time, the more the more threads and events there are. In the warm-up each step is read, and
/// what that costs is seen; of the measured steps as many are read as keep within `most_of_a_step`, one at
/// least, and the other ones are counted whole. A step's first phase begins where the step before ended when
/// that was read, too: the few microseconds of the harness between two steps are counted to it.
class Recorder : public bench::PhaseListener {
  public:
    using Clock = std::chrono::steady_clock;
    static constexpr double most_of_a_step = 0.005;  // half of what counters may cost in all

    Recorder(std::vector<std::unique_ptr<Source>> sources, std::size_t phases);

    /// What was counted before, in the warm-up, is forgotten.
    void measured_steps_begin(int steps);
    void measured_steps_end();

    void step_begins() override;
    void phase_ends(std::size_t phase) override;

    /// Of the measured steps, in the order of the sources; each name once. `with_refused`: also those that
    /// could not be opened; each rank of each launch would repeat what the catalogue says.
    std::vector<reports::CounterValue> values(bool with_refused = true) const;
    /// One measured step of so many has its phases read.
    int read_every() const { return every_; }

  private:
    struct Followed {
        std::unique_ptr<Source> source;
        std::vector<Tally> tallies;  // one a counter
        std::vector<Reading> last;
    };

    void begin_anew();
    void look(Followed& followed, std::optional<std::size_t> phase);
    void look_at_borders(std::optional<std::size_t> phase);
    void end_step();
    bool reads_this_step() const;
    int choose_every(int steps) const;

    std::vector<Followed> followed_;
    std::size_t phases_;
    int every_ = 1;
    int turns_ = 1;
    int step_ = 0;
    bool read_until_now_ = true;  // the last reading was at the end of the step before
    Clock::time_point step_began_ = {};
    double look_seconds_ = 0;  // of this step
    /// Of any step of the warm-up: a look that another program interrupts would count as dear.
    double least_look_seconds_ = std::numeric_limits<double>::infinity();
    double least_step_seconds_ = std::numeric_limits<double>::infinity();
};

}  // namespace accelbench::counters
