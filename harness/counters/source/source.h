#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/model/counters.h"

namespace accelbench::counters {

/// One counter at one moment, cumulative since some moment of the source's own; only differences mean
/// anything.
struct Reading {
    std::optional<double> value = {};    // nullopt: it can't be read now
    std::map<int, double> by_node = {};  // where the source tells nodes apart
    /// Counters that don't fit the hardware together take turns: how long the source was on, and how long of
    /// that this one counted, cumulative as well. Both 0: it counts all the time.
    double on_seconds = 0;
    double counted_seconds = 0;
};

/// A family of counters that are opened, read and closed together. Opening is where they are proved: what
/// can't be added and started is in counters() with its reason, and its readings have no value.
class Source {
  public:
    virtual ~Source() = default;
    /// In the order of read(); the same throughout.
    virtual const std::vector<reports::CounterInfo>& counters() const = 0;
    /// Quick enough for each phase border of each step; else it is read before and after the measured steps.
    virtual bool at_borders() const = 0;
    /// Its readings are levels, not sums: what counts is the last one.
    virtual bool is_gauge() const { return false; }
    /// In how many sets its counters take turns.
    virtual int turns() const { return 1; }
    /// A step has ended: where counters take turns, the next ones are on.
    virtual void next_turn() {}
    virtual std::vector<Reading> read() = 0;
};

}  // namespace accelbench::counters
