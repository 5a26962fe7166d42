#include <fmt/format.h>

#include "reports/json/records.h"
#include "topology/audit/audit_json.h"

namespace accelbench::reports {

Json write_audit_row(const topology::AuditRow& row) { return topology::audit_row_to_json(row); }

topology::AuditRow read_audit_row(const Json& json) {
    topology::AuditRow row;
    row.id = text(json, "id");
    row.name = text(json, "name");
    row.value = text(json, "value");
    const auto grade = text(json, "grade");
    if (!topology::grade_from(grade))
        throw BadField(fmt::format("\"grade\" is \"{}\", which is no grade", grade));
    row.grade = *topology::grade_from(grade);
    row.why = text(json, "why");
    row.fix = text(json, "mend");
    row.prepare_host = flag(json, "prepare_host");
    return row;
}

Json write_conditions(const topology::Conditions& conditions) {
    Json json;
    json["load_1min"] = number_or_null(conditions.load_1min);
    json["steal_share"] = number_or_null(conditions.steal_share);
    json["least_mhz"] = conditions.clocks ? number_or_null(conditions.clocks->least_mhz) : Json();
    json["median_mhz"] = conditions.clocks ? number_or_null(conditions.clocks->median_mhz) : Json();
    const auto& free = conditions.free_memory_bytes;
    json["free_memory_bytes"] = free.empty() ? Json() : node_counts_to_json(free);
    return json;
}

topology::Conditions read_conditions(const Json& json) {
    topology::Conditions conditions;
    conditions.load_1min = optional_number(json, "load_1min");
    conditions.steal_share = optional_number(json, "steal_share");
    const auto least = optional_number(json, "least_mhz"), median = optional_number(json, "median_mhz");
    if (least && median) conditions.clocks = topology::CpuClocks{*least, *median};
    if (!field(json, "free_memory_bytes").is_null())
        conditions.free_memory_bytes = node_counts(json, "free_memory_bytes");
    return conditions;
}

}  // namespace accelbench::reports
