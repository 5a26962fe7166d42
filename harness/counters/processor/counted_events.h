#pragma once

#include <memory>
#include <vector>

#include "harness/counters/processor/event_map.h"
#include "harness/counters/processor/event_set.h"
#include "harness/counters/processor/packages.h"
#include "harness/counters/source/source.h"

namespace accelbench::counters {

struct CountRequest {
    EventSet::Kind kind;
    std::vector<EventRow> rows;     // those with a reason are passed on as they are
    std::vector<std::string> pmus;  // whose the events without a PMU's name are, in the order of trying
    /// Not empty: the events are of sockets, and each is counted on each of these.
    std::vector<Package> packages;
};

/// Opens and starts what can be counted. What can't be added and started has its reason in counters(). Events
/// that don't fit the hardware together take turns, step by step; those of one row always count together.
/// Call it on the thread that will read it, before the threads that are to be counted.
std::unique_ptr<Source> count_events(CountRequest request);

}  // namespace accelbench::counters
