#include "harness/counters/tally.h"

#include <fmt/format.h>

#include <algorithm>

namespace accelbench::counters {
namespace {

constexpr const char* not_read = "its source gave no value when it was read";

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
    for (const auto& [node, count] : after.by_node) {
        const auto earlier = before.by_node.find(node);
        by_node_[node] += count - (earlier == before.by_node.end() ? 0 : earlier->second);
    }
}

void Tally::add(std::size_t phase, const Reading& before, const Reading& after) {
    any_ = true;
    if (!before.value || !after.value)
        spoilt_ = not_read;
    else if (*after.value < *before.value)
        spoilt_ = fmt::format("it went back from {} to {} between two readings: it was reset or ran over",
                              *before.value, *after.value);
    else
        take(by_phase_.at(phase), before, after);
}

reports::CounterValue Tally::value(const reports::CounterInfo& counter) const {
    if (!counter.reason.empty()) return missing(counter, counter.reason);
    if (!any_) return missing(counter, "it was not read: no step was measured");
    if (!spoilt_.empty()) return missing(counter, spoilt_);
    reports::CounterValue value;
    value.name = counter.name;
    double total = 0, on = 0, counted = 0;
    for (const Sum& sum : by_phase_) {
        if (sum.on_seconds > 0 && sum.counted_seconds <= 0)
            return missing(counter,
                           "its turn to count never came: more events are asked for than the processor counts at "
                           "once; measure more steps (--steps), or name fewer (--counters)");
        const double scale = sum.on_seconds > 0 ? sum.on_seconds / sum.counted_seconds : 1;
        if (told_apart_) value.by_phase.push_back(sum.count * scale);
        total += sum.count * scale;
        on += sum.on_seconds;
        counted += sum.counted_seconds;
    }
    value.total = total;
    value.by_node = by_node_;
    if (on > 0) value.counted_share = counted / on;
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
