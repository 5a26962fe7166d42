#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>

#include "harness/counters/processor/event_map.h"
#include "harness/counters/processor/event_map_texts.h"
#include "topology/base/failure.h"
#include "topology/base/json_fields.h"

namespace accelbench::counters {
namespace {

using topology::each;
using topology::Json;
using topology::read_if_any;
using topology::small_integer;
using topology::text;
using topology::texts;

[[noreturn]] void refuse(const std::string& what) { throw topology::BadField(what); }

/// [low, high]
EventMap::Range range_of(const Json& json) {
    constexpr std::uint64_t highest = std::numeric_limits<int>::max();
    const auto is_end = [](const Json& end) {
        return end.is_number_unsigned() && end.get<std::uint64_t>() <= highest;
    };
    if (!json.is_array() || json.size() != 2 || !is_end(json[0]) || !is_end(json[1]) || json[0] > json[1])
        refuse(fmt::format("a range [low, high] of whole numbers was expected, not {}", json.dump()));
    return {json[0].get<int>(), json[1].get<int>()};
}

EventMap::Range range_at(const Json& json, const char* key) { return topology::record(json, key, range_of); }

EventMap::Match read_match(const Json& json) {
    EventMap::Match match;
    if (json.contains("implementer")) {
        match.implementer = small_integer(json, "implementer");
        match.part = small_integer(json, "part");
        return match;
    }
    match.vendor = text(json, "vendor");
    match.family = small_integer(json, "family");
    match.models = each(json, "models", range_of);
    read_if_any(json, "steppings", match.steppings, range_at);
    return match;
}

/// [["name", ...], ...]
std::vector<std::vector<std::string>> lists_of_texts(const Json& json, const char* key) {
    return each(json, key, [key](const Json& names) { return texts(Json::object({{key, names}}), key); });
}

const Meaning& meaning_of(const std::string& name) {
    const auto& known = meanings();
    const auto found =
        std::find_if(known.begin(), known.end(), [&](const auto& meaning) { return meaning.name == name; });
    if (found == known.end()) refuse(fmt::format("'{}' is no meaning", name));
    return *found;
}

/// What stands behind a number must be said: a count without its gaps and its source is not to be used.
void check_row(const EventRow& row) {
    const auto& info = row.info;
    if (info.reason.empty() == row.events.empty())
        refuse(fmt::format("{}: either events or the reason why there are none", info.name));
    if (!info.reason.empty()) return;
    if (info.leaves_out.empty()) refuse(fmt::format("{}: leaves_out is empty", info.name));
    if (info.reference.empty()) refuse(fmt::format("{}: reference is empty", info.name));
    if (row.component != "core" && row.component != "uncore")
        refuse(fmt::format("{}: component '{}' is neither core nor uncore", info.name, row.component));
    if (!(row.scale > 0)) refuse(fmt::format("{}: scale must be above 0", info.name));
    if (!row.kernel_names.empty() && row.kernel_names.size() != row.events.size())
        refuse(fmt::format("{}: kernel_names are one list per event", info.name));
}

EventRow read_row(const Json& json) {
    EventRow row;
    row.info.name = text(json, "name");
    row.info.unit = text(json, "unit");
    row.info.source = "papi";
    read_if_any(json, "reason", row.info.reason, text);
    if (row.info.unit != meaning_of(row.info.name).unit)
        refuse(fmt::format("{}: the unit is {}", row.info.name, meaning_of(row.info.name).unit));
    if (row.info.reason.empty()) {
        row.info.scope = text(json, "scope");
        row.info.leaves_out = text(json, "leaves_out");
        row.info.reference = text(json, "reference");
        row.component = text(json, "component");
        read_if_any(json, "scale", row.scale, topology::number);
    }
    read_if_any(json, "events", row.events, texts);
    read_if_any(json, "kernel_names", row.kernel_names, lists_of_texts);
    for (std::size_t i = 0; i < row.events.size(); ++i)
        row.info.events.push_back(
            row.kernel_names.empty()
                ? row.events[i]
                : fmt::format("{} ({})", row.events[i], fmt::join(row.kernel_names[i], " + ")));
    check_row(row);
    return row;
}

void check_rows(const std::vector<EventRow>& rows) {
    for (const Meaning& meaning : meanings()) {
        const auto count = std::count_if(rows.begin(), rows.end(),
                                         [&](const auto& row) { return row.info.name == meaning.name; });
        if (count != 1) refuse(fmt::format("{} rows for {}; one is needed", count, meaning.name));
    }
}

EventMap read_map(const Json& json) {
    EventMap map;
    map.processor = text(json, "processor");
    map.match = each(json, "match", read_match);
    read_if_any(json, "pmus", map.pmus, texts);
    map.rows = each(json, "counters", read_row);
    check_rows(map.rows);
    return map;
}

}  // namespace

EventMap event_map_from_text(const std::string& text, const std::string& source) {
    EventMap map;
    topology::guarded(fmt::format("{} is no map of a processor's events: ", source),
                      [&] { map = read_map(topology::parse_json(text)); });
    return map;
}

const std::vector<EventMap>& event_maps() {
    static const std::vector<EventMap> maps = [] {
        std::vector<EventMap> read;
        for (const auto& [file, text] : event_map_texts()) read.push_back(event_map_from_text(text, file));
        return read;
    }();
    return maps;
}

}  // namespace accelbench::counters
