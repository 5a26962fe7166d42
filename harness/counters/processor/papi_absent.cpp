#include "harness/counters/processor/event_set.h"

namespace accelbench::counters {

std::string component_reason(const std::string&) {
    return "accelbench was built without PAPI; install libpapi-dev (scripts/setup run) and build again";
}

// Nobody makes a set of a component that counts nothing.
EventSet::~EventSet() = default;
EventSet::Answer EventSet::create(const Kind& kind) {
    return {Trouble::other, component_reason(kind.component)};
}
EventSet::Answer EventSet::add(const std::string&) { return {Trouble::other, component_reason("")}; }
void EventSet::remove(const std::string&) {}
EventSet::Answer EventSet::start() { return {Trouble::other, component_reason("")}; }
void EventSet::stop() {}
EventSet::Answer EventSet::look() { return {Trouble::other, component_reason("")}; }

}  // namespace accelbench::counters
