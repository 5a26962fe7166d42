#include <fmt/format.h>

#include "reports/json/records.h"
#include "reports/model/names.h"

namespace accelbench::reports {

Json write_estimate(const std::optional<Estimate>& estimate) {
    if (!estimate) return nullptr;
    Json json;
    json["value"] = number_or_null(estimate->value);
    json["low"] = number_or_null(estimate->low);
    json["high"] = number_or_null(estimate->high);
    json["n"] = estimate->n;
    return json;
}

std::optional<Estimate> read_estimate(const Json& json, const char* key) {
    const Json& value = field(json, key);
    if (value.is_null()) return std::nullopt;
    return Estimate{number(value, "value"), number(value, "low"), number(value, "high"),
                    small_integer(value, "n")};
}

Json write_summary(const Summary& summary) {
    Json json;
    json["cell"] = summary.cell;
    json["launches"] = summary.launches;
    json["failed"] = summary.failed;
    json["misplaced"] = summary.misplaced;
    json["unsteady"] = summary.unsteady;
    json["step_seconds"] = write_estimate(summary.step_seconds);
    if (summary.interval_coverage) json["interval_coverage"] = *summary.interval_coverage;
    json["min_seconds"] = number_or_null(summary.min_seconds);
    json["p90_seconds"] = number_or_null(summary.p90_seconds);
    json["p99_seconds"] = number_or_null(summary.p99_seconds);
    json["max_seconds"] = number_or_null(summary.max_seconds);
    json["items_per_second"] = number_or_null(summary.items_per_second);
    if (summary.waiting_share) json["waiting_share"] = number_or_null(summary.waiting_share);
    json["flops_per_second"] = number_or_null(summary.flops_per_second);
    json["flops_utilisation"] = number_or_null(summary.flops_utilisation);
    if (!summary.utilisation_unreliable.empty())
        json["utilisation_unreliable"] = summary.utilisation_unreliable;
    json["phase_seconds"] = numbers_or_null(summary.phase_seconds);
    json["metrics"] = Json::array();
    for (const DerivedMetric& metric : summary.metrics) json["metrics"].push_back(write_metric(metric));
    json["losses_differ"] = summary.losses_differ;
    return json;
}

Summary read_summary(const Json& json) {
    Summary summary;
    summary.cell = text(json, "cell");
    summary.launches = small_integer(json, "launches");
    summary.failed = small_integer(json, "failed");
    summary.misplaced = small_integer(json, "misplaced");
    summary.unsteady = small_integer(json, "unsteady");
    summary.step_seconds = read_estimate(json, "step_seconds");
    if (json.contains("interval_coverage"))
        summary.interval_coverage = optional_number(json, "interval_coverage");
    summary.min_seconds = number(json, "min_seconds");
    summary.p90_seconds = number(json, "p90_seconds");
    summary.p99_seconds = number(json, "p99_seconds");
    summary.max_seconds = number(json, "max_seconds");
    summary.items_per_second = optional_number(json, "items_per_second");
    if (json.contains("waiting_share")) summary.waiting_share = optional_number(json, "waiting_share");
    summary.flops_per_second = optional_number(json, "flops_per_second");
    summary.flops_utilisation = optional_number(json, "flops_utilisation");
    if (json.contains("utilisation_unreliable"))
        summary.utilisation_unreliable = text(json, "utilisation_unreliable");
    summary.phase_seconds = numbers(json, "phase_seconds");
    if (json.contains("metrics")) summary.metrics = each(json, "metrics", read_metric);
    summary.losses_differ = text(json, "losses_differ");
    return summary;
}

Verdict read_verdict(const Json& json) {
    const std::string name = text(json, "verdict");
    const auto verdict = verdict_from(name);
    if (!verdict) throw BadField(fmt::format("\"verdict\" is \"{}\", which is no verdict", name));
    return *verdict;
}

Json write_comparison(const Comparison& comparison) {
    Json json;
    json["cell"] = comparison.cell;
    json["base_cell"] = comparison.base_cell;
    json["verdict"] = std::string(to_string(comparison.verdict));
    json["ratio"] = write_estimate(comparison.ratio);
    json["p_value"] = number_or_null(comparison.p_value);
    json["p_adjusted"] = number_or_null(comparison.p_adjusted);
    json["smallest_visible"] = number_or_null(comparison.smallest_visible);
    if (comparison.cell_seconds) json["cell_seconds"] = *comparison.cell_seconds;
    if (comparison.base_seconds) json["base_seconds"] = *comparison.base_seconds;
    if (comparison.spread) json["spread"] = *comparison.spread;
    json["dropped_pairs"] = comparison.dropped_pairs;
    if (comparison.busy_pairs > 0) json["busy_pairs"] = comparison.busy_pairs;
    if (!comparison.settled_by.empty()) json["settled_by"] = comparison.settled_by;
    json["why"] = comparison.why;
    json["cause"] = comparison.cause;
    return json;
}

Comparison read_comparison(const Json& json) {
    Comparison comparison;
    comparison.cell = text(json, "cell");
    comparison.base_cell = text(json, "base_cell");
    comparison.verdict = read_verdict(json);
    comparison.ratio = read_estimate(json, "ratio");
    comparison.p_value = number(json, "p_value");
    comparison.p_adjusted = number(json, "p_adjusted");
    comparison.smallest_visible = number(json, "smallest_visible");
    if (json.contains("cell_seconds")) comparison.cell_seconds = optional_number(json, "cell_seconds");
    if (json.contains("base_seconds")) comparison.base_seconds = optional_number(json, "base_seconds");
    if (json.contains("spread")) comparison.spread = optional_number(json, "spread");
    comparison.dropped_pairs = small_integer(json, "dropped_pairs");
    if (json.contains("busy_pairs")) comparison.busy_pairs = small_integer(json, "busy_pairs");
    if (json.contains("settled_by")) comparison.settled_by = text(json, "settled_by");
    comparison.why = text(json, "why");
    if (json.contains("cause")) comparison.cause = text(json, "cause");
    return comparison;
}

}  // namespace accelbench::reports
