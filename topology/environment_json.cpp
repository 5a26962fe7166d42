#include "topology/base/json_fields.h"
#include "topology/machine_json.h"

namespace accelbench::topology {
namespace {

Json pool_to_json(const HugePagePool& pool) {
    Json json = {{"promised", pool.promised}, {"by_node", Json::object()}};
    for (const auto& [node, pages] : pool.by_node)
        json["by_node"][std::to_string(node)] = {{"total", pages.total}, {"free", pages.free}};
    return json;
}

HugePagePool::Pages pages_from_json(const Json& json) {
    return {unsigned_integer(json, "total"), unsigned_integer(json, "free")};
}

HugePagePool pool_from_json(const Json& json) {
    HugePagePool pool;
    pool.promised = unsigned_integer(json, "promised");
    const Json& nodes = object_at(json, "by_node");
    for (const auto& entry : nodes.items())
        pool.by_node[node_of(entry.key(), "by_node")] = record(nodes, entry.key().c_str(), pages_from_json);
    return pool;
}

/// Each only where the kernel says it.
void write_page_sizes(const Environment& environment, Json& json) {
    const auto& own = environment.transparent_hugepage_2mib;
    if (!own.empty()) json["transparent_hugepage_2mib"] = own;
    if (const auto bytes = environment.transparent_hugepage_bytes; bytes > 0)
        json["transparent_hugepage_bytes"] = bytes;
    if (const auto bytes = environment.base_page_bytes; bytes > 0) json["base_page_bytes"] = bytes;
}

void read_page_sizes(const Json& json, Environment& environment) {
    read_if_any(json, "transparent_hugepage_2mib", environment.transparent_hugepage_2mib, text);
    read_if_any(json, "transparent_hugepage_bytes", environment.transparent_hugepage_bytes, unsigned_integer);
    read_if_any(json, "base_page_bytes", environment.base_page_bytes, unsigned_integer);
}

}  // namespace

Json environment_to_json(const Environment& environment) {
    Json json = {{"kernel", environment.kernel},
                 {"distribution", environment.distribution},
                 {"virtualisation", environment.virtualisation},
                 {"governor", environment.governor},
                 {"transparent_hugepage", environment.transparent_hugepage},
                 {"numa_balancing", environment.numa_balancing},
                 {"zone_reclaim", environment.zone_reclaim},
                 {"aslr", environment.aslr},
                 {"perf_event_paranoid", environment.perf_event_paranoid},
                 {"clock_source", environment.clock_source},
                 {"cpu_quota_cores", environment.cpu_quota_cores},
                 {"memory_limit_bytes", environment.memory_limit_bytes},
                 {"load_1min", environment.load_1min},
                 {"mempolicy", environment.mempolicy},
                 {"versions", environment.versions},
                 {"emulation", environment.emulation}};
    write_page_sizes(environment, json);
    if (environment.huge_pages) json["huge_pages"] = pool_to_json(*environment.huge_pages);
    return json;
}

Environment environment_from_json(const nlohmann::ordered_json& json) {
    Environment environment;
    environment.kernel = text(json, "kernel");
    environment.distribution = text(json, "distribution");
    environment.virtualisation = text(json, "virtualisation");
    environment.governor = text(json, "governor");
    environment.transparent_hugepage = text(json, "transparent_hugepage");
    environment.numa_balancing = text(json, "numa_balancing");
    environment.zone_reclaim = text(json, "zone_reclaim");
    environment.aslr = text(json, "aslr");
    environment.perf_event_paranoid = text(json, "perf_event_paranoid");
    environment.clock_source = text(json, "clock_source");
    environment.cpu_quota_cores = number(json, "cpu_quota_cores");
    environment.memory_limit_bytes = unsigned_integer(json, "memory_limit_bytes");
    environment.load_1min = number(json, "load_1min");
    environment.mempolicy = text(json, "mempolicy");
    environment.versions = text(json, "versions");
    read_if_any(json, "emulation", environment.emulation, text);  // documents of older versions have none
    read_page_sizes(json, environment);
    if (json.contains("huge_pages")) environment.huge_pages = record(json, "huge_pages", pool_from_json);
    return environment;
}

}  // namespace accelbench::topology
