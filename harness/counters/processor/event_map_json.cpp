#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "harness/counters/processor/event_map.h"
#include "harness/counters/processor/event_map_texts.h"
#include "topology/base/failure.h"

namespace accelbench::counters {
namespace {

using Json = nlohmann::json;

[[noreturn]] void refuse(const std::string& what) { throw Failure(Failure::Kind::usage, what); }

std::vector<std::string> texts(const Json& json) { return json.get<std::vector<std::string>>(); }

EventMap::Match read_match(const Json& json) {
    EventMap::Match match;
    if (json.contains("implementer")) {
        match.implementer = json.at("implementer");
        match.part = json.at("part");
        return match;
    }
    match.vendor = json.at("vendor");
    match.family = json.at("family");
    match.models = json.at("models").get<std::vector<EventMap::Range>>();
    match.steppings = json.value("steppings", match.steppings);
    return match;
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
    row.info.name = json.at("name");
    row.info.unit = json.at("unit");
    row.info.source = "papi";
    row.info.reason = json.value("reason", "");
    if (row.info.unit != meaning_of(row.info.name).unit)
        refuse(fmt::format("{}: the unit is {}", row.info.name, meaning_of(row.info.name).unit));
    if (row.info.reason.empty()) {
        row.info.scope = json.at("scope");
        row.info.leaves_out = json.at("leaves_out");
        row.info.reference = json.at("reference");
        row.component = json.at("component");
        row.scale = json.value("scale", row.scale);
    }
    row.events = texts(json.value("events", Json::array()));
    for (const auto& names : json.value("kernel_names", Json::array()))
        row.kernel_names.push_back(texts(names));
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
    map.processor = json.at("processor");
    for (const auto& match : json.at("match")) map.match.push_back(read_match(match));
    map.pmus = texts(json.value("pmus", Json::array()));
    for (const auto& row : json.at("counters")) map.rows.push_back(read_row(row));
    check_rows(map.rows);
    return map;
}

}  // namespace

EventMap event_map_from_text(const std::string& text, const std::string& source) {
    try {
        return read_map(Json::parse(text));
    } catch (const std::exception& error) {
        refuse(fmt::format("{} is no map of a processor's events: {}", source, error.what()));
    }
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
