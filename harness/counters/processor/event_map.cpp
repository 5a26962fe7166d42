#include "harness/counters/processor/event_map.h"

#include <fmt/format.h>

#include <algorithm>

namespace accelbench::counters {
namespace {

bool within(const EventMap::Range& range, int value) { return range.first <= value && value <= range.second; }

bool fits_one(const EventMap::Match& match, const Processor& processor) {
    if (match.implementer != 0)
        return match.implementer == processor.implementer && match.part == processor.part;
    return match.vendor == processor.vendor && match.family == processor.family &&
           within(match.steppings, processor.stepping) &&
           std::any_of(match.models.begin(), match.models.end(),
                       [&](const auto& range) { return within(range, processor.model); });
}

HardwareEvents nothing_known(const std::string& why) {
    HardwareEvents events{why, {}, {}};
    for (const Meaning& meaning : meanings()) {
        EventRow row;
        row.info.name = meaning.name;
        row.info.unit = meaning.unit;
        row.info.source = "papi";
        row.info.reason = why;
        events.rows.push_back(row);
    }
    return events;
}

}  // namespace

const std::vector<Meaning>& meanings() {
    static const std::vector<Meaning> rows = {
        {"instructions", "1"},
        {"cycles", "1"},
        {"llc_misses", "1"},
        {"dram_reads_local", "1"},
        {"dram_reads_remote", "1"},
        {"dtlb_misses", "1"},
        {"memory_bytes", "bytes"},
        {"interconnect_bytes", "bytes"},
        {"stalls_memory", "1"},
        {"energy_joules", "joules"},
    };
    return rows;
}

bool fits(const EventMap& map, const Processor& processor) {
    return std::any_of(map.match.begin(), map.match.end(),
                       [&](const auto& match) { return fits_one(match, processor); });
}

std::vector<std::string> each_unit(const std::string& event) {
    const auto open = event.find('{'), dash = event.find('-', open), close = event.find('}', open);
    if (open == std::string::npos || close == std::string::npos || dash > close) return {event};
    std::vector<std::string> units;
    const int last = std::stoi(event.substr(dash + 1));
    for (int unit = std::stoi(event.substr(open + 1)); unit <= last; ++unit)
        units.push_back(fmt::format("{}{}{}", event.substr(0, open), unit, event.substr(close + 1)));
    return units;
}

HardwareEvents hardware_events(const std::optional<Processor>& processor) {
    if (!processor)
        return nothing_known("/proc/cpuinfo names no processor: it is hidden here, or of an unknown kind");
    for (const EventMap& map : event_maps())
        if (fits(map, *processor)) return {map.processor, map.pmus, map.rows};
    return nothing_known(
        fmt::format("no data file for this processor ({}); harness/counters/processors says how "
                    "to add one",
                    to_text(*processor)));
}

}  // namespace accelbench::counters
