#include "harness/counters/recorder.h"

#include <algorithm>
#include <cmath>

#include "topology/base/clock.h"

namespace accelbench::counters {

Recorder::Recorder(std::vector<std::unique_ptr<Source>> sources, std::size_t phases) : phases_(phases) {
    for (auto& source : sources) {
        turns_ = std::max(turns_, source->turns());
        followed_.push_back({std::move(source), {}, {}});
    }
    begin_anew();
}

void Recorder::begin_anew() {
    for (Followed& one : followed_) {
        one.tallies.assign(one.source->counters().size(), Tally(one.source->at_borders() ? phases_ : 0));
        // A level is looked at once, in the end: some are dear, and the other ranks wait.
        one.last = one.source->is_gauge() ? std::vector<Reading>(one.tallies.size()) : one.source->read();
    }
    read_until_now_ = true;
    step_ = 0;
}

void Recorder::measured_steps_begin(int steps) {
    every_ = choose_every(steps);
    begin_anew();
}

/// Each set of counters that take turns must have a step that is read.
int Recorder::choose_every(int steps) const {
    if (!std::isfinite(least_step_seconds_)) return 1;  // no warm-up
    const double wanted = std::ceil(least_look_seconds_ / least_step_seconds_ / most_of_a_step);
    return static_cast<int>(std::clamp(wanted, 1.0, std::max(1.0, std::floor(steps / double(turns_)))));
}

void Recorder::measured_steps_end() {
    if (!read_until_now_) look_at_borders(std::nullopt);
    for (Followed& one : followed_)
        if (!one.source->at_borders()) look(one, 0);
}

bool Recorder::reads_this_step() const { return step_ % every_ == 0; }

void Recorder::step_begins() {
    step_began_ = Clock::now();
    if (!reads_this_step() || read_until_now_) return;
    look_at_borders(std::nullopt);
    read_until_now_ = true;
}

void Recorder::phase_ends(std::size_t phase) {
    if (reads_this_step()) {
        const auto start = Clock::now();
        look_at_borders(phase);
        look_seconds_ += seconds_since(start);
    }
    if (phase + 1 == phases_) end_step();
}

void Recorder::end_step() {
    const bool read = reads_this_step();
    const auto start = Clock::now();
    if (read)
        for (Followed& one : followed_) one.source->next_turn();
    look_seconds_ += seconds_since(start);
    least_look_seconds_ = std::min(least_look_seconds_, look_seconds_);
    least_step_seconds_ = std::min(least_step_seconds_, seconds_since(step_began_));
    look_seconds_ = 0;
    ++step_;
    read_until_now_ = read;
}

void Recorder::look_at_borders(std::optional<std::size_t> phase) {
    for (Followed& one : followed_)
        if (one.source->at_borders()) look(one, phase);
}

void Recorder::look(Followed& followed, std::optional<std::size_t> phase) {
    auto now = followed.source->read();
    for (std::size_t i = 0; i < followed.tallies.size(); ++i)
        followed.tallies[i].add(phase, followed.last.at(i), now.at(i));
    followed.last = std::move(now);
}

std::vector<reports::CounterValue> Recorder::values(bool with_refused) const {
    std::vector<reports::CounterValue> values;
    for (const Followed& one : followed_) {
        const auto& counters = one.source->counters();
        for (std::size_t i = 0; i < counters.size(); ++i)
            if (with_refused || counters[i].reason.empty())
                values.push_back(one.source->is_gauge() ? level(counters[i], one.last.at(i))
                                                        : one.tallies[i].value(counters[i]));
    }
    return one_a_name(values);
}

}  // namespace accelbench::counters
