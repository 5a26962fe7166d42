#include "reports/json/stream.h"

namespace accelbench::reports {

Json parse_records(std::istream& text,
                   const std::function<void(const std::string& key, const Json& object)>& seen,
                   const TakeRecord& take) {
    return topology::parse_json(text, [&](int depth, const std::string& key, const Json& object) {
        if (depth == 1) seen(key, object);
        return depth != 2 || !take(key, object);
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
