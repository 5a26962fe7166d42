#include "topology/audit/audit_json.h"

#include <nlohmann/json.hpp>

namespace accelbench::topology {

nlohmann::ordered_json audit_row_to_json(const AuditRow& row) {
    return {{"id", row.id},
            {"name", row.name},
            {"value", row.value},
            {"grade", to_string(row.grade)},
            {"why", row.why},
            {"mend", row.mend},
            {"prepare_host", row.prepare_host}};
}

AuditRow audit_row_from_json(const nlohmann::ordered_json& json) {
    AuditRow row;
    row.id = json.at("id");
    row.name = json.at("name");
    row.value = json.at("value");
    row.grade = grade_from(json.at("grade").get<std::string>()).value_or(Grade::unknown);
    row.why = json.at("why");
    row.mend = json.at("mend");
    row.prepare_host = json.at("prepare_host");
    return row;
}

}  // namespace accelbench::topology
