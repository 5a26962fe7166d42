#include "harness/counters/source/tally.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>

namespace accelbench::counters {
namespace {

constexpr const char* not_read = "its source gave no value when it was read";
constexpr const char* no_turn =
    "its turn to count never came: more events are requested than the processor counts at once; measure more "
    "steps "
    "(--steps), or name fewer (--counters)";

reports::CounterValue missing(const reports::CounterInfo& counter, const std::string& reason) {
    reports::CounterValue value;
    value.name = counter.name;
    value.reason = reason;
    return value;
}

}  // namespace

void Tally::take(Sum& sum, const Reading& before, const Reading& after) {
    sum.count += *after.value - *before.value;
    sum.on_seconds += after.on_seconds - before.on_seconds;
    sum.counted_seconds += after.counted_seconds - before.counted_seconds;
}

void Tally::add(std::optional<std::size_t> phase, const Reading& before, const Reading& after) {
    any_ = true;
    if (!before.value || !after.value) {
        spoilt_ = not_read;
        return;
    }
    if (*after.value < *before.value) {
        spoilt_ = fmt::format("it fell from {} to {} between two readings: it was reset or overflowed",
                              *before.value, *after.value);
        return;
    }
    take(whole_, before, after);
    if (phase) take(by_phase_.at(*phase), before, after);
    each_step_read_ = each_step_read_ && phase;
    for (const auto& [node, count] : after.by_node) {
        const auto earlier = before.by_node.find(node);
        by_node_[node] += count - (earlier == before.by_node.end() ? 0 : earlier->second);
    }
}

std::vector<double> Tally::phases_adding_up_to(double total) const {
    std::vector<double> phases;
    double sum = 0;
    for (const Sum& phase : by_phase_) {
        if (!phase.counted()) return {};
        phases.push_back(phase.scaled());
        sum += phases.back();
    }
    if (each_step_read_) return phases;
    for (double& phase : phases) phase = sum > 0 ? phase * total / sum : 0;
    return phases;
}

reports::CounterValue Tally::value(const reports::CounterInfo& counter) const {
    if (!counter.reason.empty()) return missing(counter, counter.reason);
    if (!any_) return missing(counter, "it was not read: no step was measured");
    if (!spoilt_.empty()) return missing(counter, spoilt_);
    if (!whole_.counted()) return missing(counter, no_turn);
    reports::CounterValue value;
    value.name = counter.name;
    value.total = whole_.scaled();
    if (told_apart_) value.by_phase = phases_adding_up_to(*value.total);
    if (told_apart_ && each_step_read_ && !value.by_phase.empty())
        value.total = std::accumulate(value.by_phase.begin(), value.by_phase.end(), 0.0);
    value.by_node = by_node_;
    if (whole_.on_seconds > 0) value.counted_share = whole_.counted_seconds / whole_.on_seconds;
    return value;
}

std::vector<reports::CounterValue> one_a_name(const std::vector<reports::CounterValue>& values) {
    std::vector<reports::CounterValue> kept;
    for (const auto& value : values) {
        const auto same = std::find_if(kept.begin(), kept.end(),
                                       [&](const auto& other) { return other.name == value.name; });
        if (same == kept.end())
            kept.push_back(value);
        else if (!same->total && value.total)
            *same = value;
        else if (!same->total)
            same->reason += "; " + value.reason;
    }
    return kept;
}

reports::CounterValue level(const reports::CounterInfo& counter, const Reading& last) {
    if (!counter.reason.empty()) return missing(counter, counter.reason);
    if (!last.value) return missing(counter, not_read);
    reports::CounterValue value;
    value.name = counter.name;
    value.total = last.value;
    value.by_node = last.by_node;
    return value;
}

}  // namespace accelbench::counters
