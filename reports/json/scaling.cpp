#include <fmt/format.h>

#include "reports/json/records.h"
#include "reports/model/names.h"

namespace accelbench::reports {
namespace {

Json write_speed_up(const std::optional<SpeedUp>& speed_up) {
    if (!speed_up) return nullptr;
    Json json;
    json["base_cell"] = speed_up->base_cell;
    json["ideal"] = number_or_null(speed_up->ideal);
    json["ratio"] = write_estimate(speed_up->ratio);
    json["efficiency"] = number_or_null(speed_up->efficiency);
    json["dropped_pairs"] = speed_up->dropped_pairs;
    return json;
}

std::optional<SpeedUp> read_speed_up(const Json& json, const char* key) {
    const Json& value = field(json, key);
    if (value.is_null()) return std::nullopt;
    return SpeedUp{text(value, "base_cell"), number(value, "ideal"), read_estimate(value, "ratio"),
                   number(value, "efficiency"), small_integer(value, "dropped_pairs")};
}

Pays read_pays(const Json& json, const char* key) {
    const std::string word = text(json, key);
    const auto pays = pays_from(word);
    if (!pays)
        throw BadField(fmt::format("\"{}\" is \"{}\"; it should be yes, no or inconclusive", key, word));
    return *pays;
}

Json write_point(const ScalingPoint& point) {
    Json json;
    json["cell"] = point.cell;
    json["over_base"] = write_speed_up(point.over_base);
    json["over_fewer_machines"] = write_speed_up(point.over_fewer_machines);
    return json;
}

ScalingPoint read_point(const Json& json) {
    return {text(json, "cell"), read_speed_up(json, "over_base"), read_speed_up(json, "over_fewer_machines")};
}

Json write_step(const ScalingStep& step) {
    Json json;
    json["from_cell"] = step.from_cell;
    json["to_cell"] = step.to_cell;
    json["gain"] = write_estimate(step.gain);
    json["pays"] = std::string(to_string(step.pays));
    if (step.from_seconds) json["from_seconds"] = *step.from_seconds;
    if (step.to_seconds) json["to_seconds"] = *step.to_seconds;
    return json;
}

ScalingStep read_step(const Json& json) {
    const auto gain = read_estimate(json, "gain");
    if (!gain) throw BadField("\"gain\" is null; a step without a gain is no step");
    ScalingStep step{text(json, "from_cell"), text(json, "to_cell"), *gain, read_pays(json, "pays")};
    if (json.contains("from_seconds")) step.from_seconds = optional_number(json, "from_seconds");
    if (json.contains("to_seconds")) step.to_seconds = optional_number(json, "to_seconds");
    return step;
}

Json write_path(const ScalingPath& path) {
    Json json;
    json["axis"] = path.axis;
    json["steps"] = Json::array();
    for (const ScalingStep& step : path.steps) json["steps"].push_back(write_step(step));
    json["stops_paying"] = std::string(to_string(path.stops_paying));
    json["last_paying_cell"] = path.last_paying_cell;
    json["why"] = path.why;
    return json;
}

ScalingPath read_path(const Json& json) {
    return {text(json, "axis"), each(json, "steps", read_step), read_pays(json, "stops_paying"),
            text(json, "last_paying_cell"), text(json, "why")};
}

}  // namespace

Json write_scaling(const Scaling& scaling) {
    Json json;
    json["policy"] = scaling.policy;
    json["mode"] = scaling.mode;
    json["base_cell"] = scaling.base_cell;
    json["points"] = Json::array();
    for (const ScalingPoint& point : scaling.points) json["points"].push_back(write_point(point));
    json["paths"] = Json::array();
    for (const ScalingPath& path : scaling.paths) json["paths"].push_back(write_path(path));
    return json;
}

Scaling read_scaling(const Json& json) {
    return {text(json, "policy"), text(json, "mode"), text(json, "base_cell"),
            each(json, "points", read_point), each(json, "paths", read_path)};
}

}  // namespace accelbench::reports
