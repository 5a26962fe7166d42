#include <nlohmann/json.hpp>

#include "harness/cli/doctor_view.h"
#include "topology/audit/audit_json.h"

namespace accelbench::cli {

std::string doctor_json(const std::string& host, const std::vector<topology::AuditRow>& rows) {
    using Json = nlohmann::ordered_json;
    Json document{{"accelbench_doctor", 1}, {"host", host}};
    for (const char* grade : {"bad", "warn", "unknown", "good"}) document["counts"][grade] = 0;
    document["rows"] = Json::array();
    for (const auto& row : rows) {
        auto& count = document["counts"][std::string(to_string(row.grade))];
        count = count.get<int>() + 1;
        document["rows"].push_back(topology::audit_row_to_json(row));
    }
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace accelbench::cli
