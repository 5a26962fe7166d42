#include "reports/json_stream.h"

namespace accelbench::reports {

Json parse_records(std::istream& text, const std::function<void(const std::string& key, const Json& object)>& seen,
                   const TakeRecord& take) {
    std::string key;  // of the top level
    return Json::parse(text, [&](int depth, Json::parse_event_t event, Json& parsed) {
        if (event == Json::parse_event_t::key && depth == 1) key = parsed.get<std::string>();
        if (event != Json::parse_event_t::object_end) return true;
        if (depth == 1) seen(key, parsed);
        return depth != 2 || !take(key, parsed);
    });
}

void Layout::begin(const char* key) {
    text_ += (first_ ? "\"" : ",\n\"") + std::string(key) + "\": ";
    first_ = false;
}

void Layout::value(const char* key, const Json& json) {
    begin(key);
    text_ += dump(json);
}

}  // namespace accelbench::reports
