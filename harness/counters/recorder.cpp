#include "harness/counters/recorder.h"

namespace accelbench::counters {

Recorder::Recorder(std::vector<std::unique_ptr<Source>> sources, std::size_t phases) : phases_(phases) {
    for (auto& source : sources) followed_.push_back({std::move(source), {}, {}});
    measured_steps_begin();
}

void Recorder::measured_steps_begin() {
    for (Followed& one : followed_) {
        one.tallies.assign(one.source->counters().size(), Tally(one.source->at_borders() ? phases_ : 0));
        one.last = one.source->read();
    }
}

void Recorder::measured_steps_end() {
    for (Followed& one : followed_)
        if (!one.source->at_borders()) look(one, 0);
}

void Recorder::step_begins() {}

void Recorder::phase_ends(std::size_t phase) {
    for (Followed& one : followed_) {
        if (one.source->at_borders()) look(one, phase);
        if (phase + 1 == phases_) one.source->next_turn();
    }
}

void Recorder::look(Followed& followed, std::size_t phase) {
    auto now = followed.source->read();
    for (std::size_t i = 0; i < followed.tallies.size(); ++i)
        followed.tallies[i].add(phase, followed.last.at(i), now.at(i));
    followed.last = std::move(now);
}

std::vector<reports::CounterValue> Recorder::values() const {
    std::vector<reports::CounterValue> values;
    for (const Followed& one : followed_) {
        const auto& counters = one.source->counters();
        for (std::size_t i = 0; i < counters.size(); ++i)
            values.push_back(one.source->is_gauge() ? level(counters[i], one.last.at(i))
                                                    : one.tallies[i].value(counters[i]));
    }
    return one_a_name(values);
}

}  // namespace accelbench::counters
