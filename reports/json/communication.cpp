#include <set>

#include "reports/json/records.h"

namespace accelbench::reports {
namespace {

std::set<std::string> names(const Json& json, const char* key) {
    const auto list = texts(json, key);
    return {list.begin(), list.end()};
}

Json write_taken(const SumsTaken& taken) {
    return {{"variant", taken.variant},
            {"sums", taken.sums},
            {"least_bytes", taken.least_bytes},
            {"most_bytes", taken.most_bytes}};
}

SumsTaken read_taken(const Json& json) {
    return {text(json, "variant"), unsigned_integer(json, "sums"), unsigned_integer(json, "least_bytes"),
            unsigned_integer(json, "most_bytes")};
}

}  // namespace

Json write_channels(const topology::Channels& channels) {
    return {{"shared_memory", channels.shared_memory},
            {"tcp_to_machines", channels.tcp_to_machines},
            {"tcp_to_itself", channels.tcp_to_itself},
            {"devices", channels.devices}};
}

topology::Channels read_channels(const Json& json) {
    return {names(json, "shared_memory"), names(json, "tcp_to_machines"), names(json, "tcp_to_itself"),
            names(json, "devices")};
}

Json write_sum_seconds(const SumSeconds& seconds) {
    return {{"between", number_or_null(seconds.between)}, {"exposed", number_or_null(seconds.exposed)}};
}

SumSeconds read_sum_seconds(const Json& json) { return {number(json, "between"), number(json, "exposed")}; }

Json write_communication(const Communication& communication) {
    Json json = {{"allreduce", communication.allreduce},
                 {"description", communication.description},
                 {"taken", Json::array()}};
    for (const SumsTaken& taken : communication.taken) json["taken"].push_back(write_taken(taken));
    return json;
}

Communication read_communication(const Json& json) {
    return {text(json, "allreduce"), text(json, "description"), each(json, "taken", read_taken)};
}

}  // namespace accelbench::reports
