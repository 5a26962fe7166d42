#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

namespace accelbench::counters {

/// "" or why nothing can be counted by this component of PAPI.
std::string component_reason(const std::string& component);

/// Events that count together, all or none: an event set of PAPI, which runs one of a component at a time.
/// Used on one thread.
class EventSet {
  public:
    struct Kind {
        std::string component;     // PAPI's: "perf_event", "perf_event_uncore"
        bool kernel_code = true;   // count what the kernel does for the threads, too
        bool new_threads = false;  // and threads that are made from now on
    };
    enum class Trouble {
        none,
        no_such_event,
        other
    };
    struct Answer {
        Trouble trouble = Trouble::none;
        std::string reason;  // in a user's words; "" where there is no trouble
        bool ok() const { return trouble == Trouble::none; }
    };

    EventSet() = default;
    EventSet(EventSet&& other) noexcept { *this = std::move(other); }
    EventSet& operator=(EventSet&& other) noexcept {
        std::swap(id_, other.id_);
        std::swap(sums_, other.sums_);
        std::swap(last_, other.last_);
        return *this;
    }
    ~EventSet();

    Answer create(const Kind& kind);
    Answer add(const std::string& event);
    /// The one that was added last.
    void remove(const std::string& event);
    std::size_t size() const { return sums_.size(); }
    Answer start();
    void stop();
    /// Adds what was counted since the last look. An event that has lost its counter is trouble, not a
    /// number.
    Answer look();
    /// What the event counted in all looks, however often the set was stopped.
    double sum(std::size_t event) const { return sums_[event]; }

  private:
    int id_ = -1;  // PAPI_NULL
    std::vector<double> sums_;
    std::vector<long long> last_;
};

}  // namespace accelbench::counters
