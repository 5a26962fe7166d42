#include "harness/counters/processor/counted_events.h"

#include <fmt/format.h>

#include <chrono>
#include <optional>

namespace accelbench::counters {
namespace {

using Answer = EventSet::Answer;
using Clock = std::chrono::steady_clock;

/// One event to be added: the names to try, in order.
struct Candidate {
    std::vector<std::string> names;
    std::optional<int> node;
    bool may_be_absent = false;  // a socket may have fewer units than its kind
};

std::vector<Candidate> candidates(const EventRow& row, const CountRequest& request) {
    std::vector<Candidate> all;
    for (const auto& event : row.events)
        for (const auto& unit : each_unit(event)) {
            for (const Package& package : request.packages)
                all.push_back({{fmt::format("{}:cpu={}", unit, package.cpu)}, package.node, unit != event});
            if (!request.packages.empty()) continue;
            all.push_back({});
            if (unit.find("::") != std::string::npos)
                all.back().names.push_back(unit);
            else
                for (const auto& pmu : request.pmus) all.back().names.push_back(pmu + "::" + unit);
        }
    return all;
}

/// Where a counter's events are.
struct Place {
    std::size_t set = 0;
    std::size_t first = 0;
    std::vector<std::optional<int>> nodes;  // one an event
    double scale = 1;
};

Answer add_one(EventSet& set, const Candidate& candidate, std::vector<std::string>& added) {
    Answer answer{EventSet::Trouble::no_such_event, "no PMU is named for its events"};
    for (const auto& name : candidate.names) {
        answer = set.add(name);
        if (!answer.ok()) continue;
        added.push_back(name);
        break;
    }
    return answer;
}

/// Adds and starts all events of a row, or none of them. "" or why not.
std::string add_row(EventSet& set, const EventRow& row, const CountRequest& request, Place& place) {
    std::vector<std::string> added;
    place = {0, set.size(), {}, row.scale};
    Answer answer;
    for (const auto& candidate : candidates(row, request)) {
        answer = add_one(set, candidate, added);
        if (answer.ok())
            place.nodes.push_back(candidate.node);
        else if (answer.trouble == EventSet::Trouble::no_such_event && candidate.may_be_absent)
            answer = {};
        if (!answer.ok()) break;
    }
    if (answer.ok() && added.empty())
        return fmt::format("this machine shows none of the units of {}", row.events.front());
    if (answer.ok()) answer = set.start();
    if (answer.ok()) answer = set.look();
    set.stop();
    if (!answer.ok())
        for (; !added.empty(); added.pop_back()) set.remove(added.back());
    return answer.reason;
}

class CountedEvents final : public Source {
  public:
    explicit CountedEvents(CountRequest request) : of_sockets_(!request.packages.empty()) {
        const auto reason = component_reason(request.kind.component);
        for (EventRow& row : request.rows) {
            if (row.info.reason.empty()) row.info.reason = reason;
            places_.emplace_back();
            if (row.info.reason.empty()) row.info.reason = open(row, request, places_.back());
            counters_.push_back(row.info);
        }
        lost_.assign(sets_.size(), false);
        counted_seconds_.assign(sets_.size(), 0);
        start();
    }

    const std::vector<reports::CounterInfo>& counters() const override { return counters_; }
    /// Not those of sockets: they are many, and each is read on a cpu of its socket.
    bool at_borders() const override { return !of_sockets_ && !sets_.empty(); }

    int turns() const override { return sets_.empty() ? 1 : static_cast<int>(sets_.size()); }

    void next_turn() override {
        if (sets_.size() < 2) return;
        look();
        sets_[turn_].stop();
        turn_ = (turn_ + 1) % sets_.size();
        start();
    }

    std::vector<Reading> read() override {
        look();
        std::vector<Reading> readings(counters_.size());
        for (std::size_t i = 0; i < readings.size(); ++i)
            if (counters_[i].reason.empty() && !lost_[places_[i].set]) readings[i] = reading(places_[i]);
        return readings;
    }

  private:
    /// Into the set that was begun last when it fits there, else into a new one.
    std::string open(const EventRow& row, const CountRequest& request, Place& place) {
        if (!sets_.empty() && add_row(sets_.back(), row, request, place).empty()) {
            place.set = sets_.size() - 1;
            return "";
        }
        EventSet set;
        auto reason = set.create(request.kind).reason;
        if (reason.empty()) reason = add_row(set, row, request, place);
        if (!reason.empty()) return reason;
        place.set = sets_.size();
        sets_.push_back(std::move(set));
        return "";
    }

    void start() {
        if (sets_.empty()) return;
        if (!sets_[turn_].start().ok()) lost_[turn_] = true;
        looked_ = Clock::now();
    }

    void look() {
        if (sets_.empty()) return;
        if (!sets_[turn_].look().ok()) lost_[turn_] = true;
        const auto now = Clock::now();
        const double seconds = std::chrono::duration<double>(now - looked_).count();
        looked_ = now;
        on_seconds_ += seconds;
        counted_seconds_[turn_] += seconds;
    }

    Reading reading(const Place& place) const {
        Reading reading;
        reading.value = 0;
        for (std::size_t i = 0; i < place.nodes.size(); ++i) {
            const double value = sets_[place.set].sum(place.first + i) * place.scale;
            *reading.value += value;
            if (place.nodes[i]) reading.by_node[*place.nodes[i]] += value;
        }
        if (sets_.size() < 2) return reading;
        reading.on_seconds = on_seconds_;
        reading.counted_seconds = counted_seconds_[place.set];
        return reading;
    }

    bool of_sockets_;
    std::vector<reports::CounterInfo> counters_;
    std::vector<Place> places_;  // one a counter
    std::vector<EventSet> sets_;
    std::vector<bool> lost_;  // by set: it couldn't be read once
    std::size_t turn_ = 0;
    Clock::time_point looked_;
    double on_seconds_ = 0;
    std::vector<double> counted_seconds_;  // by set
};

}  // namespace

std::unique_ptr<Source> count_events(CountRequest request) {
    return std::make_unique<CountedEvents>(std::move(request));
}

}  // namespace accelbench::counters
