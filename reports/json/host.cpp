#include "reports/json/records.h"
#include "topology/machine_json.h"

namespace accelbench::reports {
Json write_host_facts(const HostFacts& facts) {
    Json json;
    json["accelbench_version"] = facts.accelbench_version;
    json["schema"] = facts.schema;
    json["mpi_version"] = facts.mpi_version;
    json["free_memory_bytes"] = node_counts_to_json(facts.free_memory_bytes);
    json["machine"] = topology::machine_to_json(facts.machine);
    json["environment"] = topology::environment_to_json(facts.environment);
    json["audit"] = Json::array();
    for (const auto& row : facts.audit) json["audit"].push_back(write_audit_row(row));
    if (facts.counters) json["counters"] = write_catalogue(*facts.counters);
    return json;
}

HostFacts read_host_facts(const Json& json) {
    HostFacts facts;
    facts.accelbench_version = text(json, "accelbench_version");
    facts.schema = small_integer(json, "schema");
    facts.mpi_version = text(json, "mpi_version");
    facts.free_memory_bytes = node_counts(json, "free_memory_bytes");
    facts.machine = record(json, "machine", topology::machine_from_json);
    facts.environment = record(json, "environment", topology::environment_from_json);
    record_if_any(json, "counters", facts.counters, read_catalogue);
    if (json.contains("audit")) facts.audit = each(json, "audit", read_audit_row);
    return facts;
}

namespace {

Json write_clock(const ClockOffset& clock) {
    return {{"offset_seconds", number_or_null(clock.offset_seconds)},
            {"uncertainty_seconds", number_or_null(clock.uncertainty_seconds)}};
}

}  // namespace

Json write_host(const Host& host) {
    Json json;
    json["name"] = host.name;
    json["trouble"] = host.trouble;
    json["facts"] = host.facts ? write_host_facts(*host.facts) : Json(nullptr);
    json["clock"] = host.clock ? write_clock(*host.clock) : Json(nullptr);
    return json;
}

Host read_host(const Json& json) {
    Host host;
    host.name = text(json, "name");
    host.trouble = text(json, "trouble");
    if (const Json& facts = field(json, "facts"); !facts.is_null()) host.facts = read_host_facts(facts);
    if (const Json& clock = field(json, "clock"); !clock.is_null())
        host.clock = ClockOffset{number(clock, "offset_seconds"), number(clock, "uncertainty_seconds")};
    return host;
}

}  // namespace accelbench::reports
