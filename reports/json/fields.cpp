#include "reports/json/fields.h"

#include <cmath>

namespace accelbench::reports {

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json number_or_null(const std::optional<double>& value) {
    return value ? number_or_null(*value) : Json(nullptr);
}

Json numbers_or_null(const std::vector<double>& values) {
    Json json = Json::array();
    for (const double value : values) json.push_back(number_or_null(value));
    return json;
}

Json node_numbers_to_json(const std::map<int, double>& values) {
    Json json = Json::object();
    for (const auto& [node, value] : values) json[std::to_string(node)] = number_or_null(value);
    return json;
}

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace accelbench::reports
