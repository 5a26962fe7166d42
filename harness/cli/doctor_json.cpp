#include <algorithm>
#include <nlohmann/json.hpp>
#include <string_view>

#include "harness/cli/doctor_view.h"
#include "topology/audit/audit_json.h"

namespace accelbench::cli {

std::string doctor_json(const std::string& host, const std::vector<topology::AuditRow>& rows) {
    using Json = nlohmann::ordered_json;
    Json document{{"accelbench_doctor", 1}, {"host", host}};
    for (const std::string_view grade : {"bad", "warn", "unknown", "good"})
        document["counts"][std::string(grade)] = std::count_if(
            rows.begin(), rows.end(), [grade](const auto& row) { return to_string(row.grade) == grade; });
    document["rows"] = Json::array();
    for (const auto& row : rows) document["rows"].push_back(topology::audit_row_to_json(row));
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace accelbench::cli
