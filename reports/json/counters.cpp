#include "reports/json/document.h"
#include "reports/json/records.h"

namespace accelbench::reports {
namespace {

Json write_info(const CounterInfo& info) {
    return {
        {"name", info.name},
        {"unit", info.unit},
        {"source", info.source},
        {"events", info.events},
        {"scope", info.scope},
        {"leaves_out", info.leaves_out},
        {"reference", info.reference},
        {"reason", info.reason},
    };
}

CounterInfo read_info(const Json& json) {
    return {text(json, "name"), text(json, "unit"), text(json, "source"), texts(json, "events"),
            text(json, "scope"), text(json, "leaves_out"), text(json, "reference"), text(json, "reason")};
}

Json write_calibration(const Calibration& calibration) {
    return {{"metric", calibration.metric},
            {"local_stream", number_or_null(calibration.local_stream)},
            {"remote_stream", number_or_null(calibration.remote_stream)},
            {"usable", calibration.usable},
            {"reason", calibration.reason}};
}

Calibration read_calibration(const Json& json) {
    return {text(json, "metric"), optional_number(json, "local_stream"),
            optional_number(json, "remote_stream"), flag(json, "usable"), text(json, "reason")};
}

}  // namespace

/// What goes without saying is left out: a document holds one of these per counter, rank and launch.
Json write_counter(const CounterValue& value) {
    Json json = {{"name", value.name}, {"total", number_or_null(value.total)}};
    if (!value.by_phase.empty()) json["by_phase"] = numbers_or_null(value.by_phase);
    if (!value.by_node.empty()) json["by_node"] = node_numbers_to_json(value.by_node);
    if (value.counted_share != 1) json["counted_share"] = number_or_null(value.counted_share);
    if (!value.reason.empty()) json["reason"] = value.reason;
    return json;
}

CounterValue read_counter(const Json& json) {
    CounterValue value;
    value.name = text(json, "name");
    value.total = optional_number(json, "total");
    if (json.contains("by_phase")) value.by_phase = numbers(json, "by_phase");
    if (json.contains("by_node")) value.by_node = node_numbers(json, "by_node");
    if (json.contains("counted_share")) value.counted_share = number(json, "counted_share");
    if (json.contains("reason")) value.reason = text(json, "reason");
    return value;
}

Json write_catalogue(const CounterCatalogue& catalogue) {
    Json json = {{"processor", catalogue.processor},
                 {"counters", Json::array()},
                 {"calibrations", Json::array()},
                 {"roof_bytes_per_second", node_numbers_to_json(catalogue.roof_bytes_per_second)},
                 {"roof_reason", catalogue.roof_reason}};
    for (const CounterInfo& info : catalogue.counters) json["counters"].push_back(write_info(info));
    for (const Calibration& calibration : catalogue.calibrations)
        json["calibrations"].push_back(write_calibration(calibration));
    return json;
}

CounterCatalogue read_catalogue(const Json& json) {
    return {text(json, "processor"), each(json, "counters", read_info),
            each(json, "calibrations", read_calibration), node_numbers(json, "roof_bytes_per_second"),
            text(json, "roof_reason")};
}

Json write_metric(const DerivedMetric& metric) {
    Json json = {{"name", metric.name}, {"unit", metric.unit}, {"value", number_or_null(metric.value)}};
    json["by_phase"] = Json::array();
    for (const auto& value : metric.by_phase) json["by_phase"].push_back(number_or_null(value));
    json["reason"] = metric.reason;
    return json;
}

DerivedMetric read_metric(const Json& json) {
    DerivedMetric metric{
        text(json, "name"), text(json, "unit"), optional_number(json, "value"), {}, text(json, "reason")};
    for (const Json& value : list(json, "by_phase"))
        metric.by_phase.push_back(value.is_number() ? std::optional(value.get<double>()) : std::nullopt);
    return metric;
}

Json catalogue_to_json(const CounterCatalogue& catalogue) { return write_catalogue(catalogue); }

CounterCatalogue catalogue_from_json(const Json& json) {
    CounterCatalogue catalogue;
    guarded("this is no catalogue of counters: ", [&] { catalogue = read_catalogue(json); });
    return catalogue;
}

}  // namespace accelbench::reports
