#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "harness/counters/source/source.h"

namespace accelbench::counters {

/// Sums what one counter did between readings, by phase. Arithmetic alone: it asks nobody.
class Tally {
  public:
    /// `phases` of 0: it is read before and after the steps only.
    explicit Tally(std::size_t phases) : by_phase_(phases == 0 ? 1 : phases), told_apart_(phases > 0) {}

    /// What happened between two readings belongs to `phase`; nullopt: to steps whose phases were not read. A
    /// value that is missing, or smaller than before (the counter was reset, or ran over), spoils the whole
    /// sum: what is lost can't be known.
    void add(std::optional<std::size_t> phase, const Reading& before, const Reading& after);

    /// `name` and `reason` are the counter's own. Counts made in turns are scaled, phase by phase, to the
    /// time that the phase took: count x on / counted, as perf(1) does
    /// (tools/perf/Documentation/perf-stat.txt, "multiplexing"). Phases add up to the total: where not each
    /// step's were read, those that were stand for all.
    reports::CounterValue value(const reports::CounterInfo& counter) const;

  private:
    struct Sum {
        double count = 0;
        double on_seconds = 0;
        double counted_seconds = 0;

        bool counted() const { return on_seconds <= 0 || counted_seconds > 0; }
        double scaled() const { return on_seconds > 0 ? count * on_seconds / counted_seconds : count; }
    };

    void take(Sum& sum, const Reading& before, const Reading& after);

    std::vector<double> phases_adding_up_to(double total) const;

    std::vector<Sum> by_phase_;
    Sum whole_;
    bool each_step_read_ = true;
    bool told_apart_;
    std::map<int, double> by_node_;
    bool any_ = false;
    std::string spoilt_;
};

/// Where several sources speak of one name, the one that has a value; where none has, all their reasons.
std::vector<reports::CounterValue> one_a_name(const std::vector<reports::CounterValue>& values);

/// A gauge's value: the last reading itself.
reports::CounterValue level(const reports::CounterInfo& counter, const Reading& last);

}  // namespace accelbench::counters
