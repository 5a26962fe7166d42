#include "reports/json/records.h"

namespace accelbench::reports {
namespace {

Estimate read_measured(const Json& json, const char* key) {
    const auto measured = read_estimate(json, key);
    if (!measured) throw BadField(std::string("\"") + key + "\" is null; a link without it was not measured");
    return *measured;
}

}  // namespace

Json write_link(const Link& link) {
    Json json;
    json["from"] = link.from;
    json["to"] = link.to;
    json["latency_seconds"] = write_estimate(link.latency_seconds);
    json["bandwidth_bytes_per_second"] = write_estimate(link.bandwidth_bytes_per_second);
    json["side_by_side"] = link.side_by_side;
    return json;
}

Link read_link(const Json& json) {
    return {text(json, "from"), text(json, "to"), read_measured(json, "latency_seconds"),
            read_measured(json, "bandwidth_bytes_per_second"), small_integer(json, "side_by_side")};
}

}  // namespace accelbench::reports
