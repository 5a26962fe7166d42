#include <nlohmann/json.hpp>

#include "topology/machine_json.h"

namespace accelbench::topology {
namespace {

using Json = nlohmann::ordered_json;

Json pool_to_json(const HugePagePool& pool) {
    Json json = {{"promised", pool.promised}, {"by_node", Json::object()}};
    for (const auto& [node, pages] : pool.by_node)
        json["by_node"][std::to_string(node)] = {{"total", pages.total}, {"free", pages.free}};
    return json;
}

HugePagePool pool_from_json(const Json& json) {
    HugePagePool pool;
    pool.promised = json.at("promised");
    for (const auto& [node, pages] : json.at("by_node").items())
        pool.by_node[std::stoi(node)] = {pages.at("total"), pages.at("free")};
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
    environment.transparent_hugepage_2mib = json.value("transparent_hugepage_2mib", "");
    environment.transparent_hugepage_bytes = json.value("transparent_hugepage_bytes", std::uint64_t{0});
    environment.base_page_bytes = json.value("base_page_bytes", std::uint64_t{0});
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
    environment.kernel = json.at("kernel");
    environment.distribution = json.at("distribution");
    environment.virtualisation = json.at("virtualisation");
    environment.governor = json.at("governor");
    environment.transparent_hugepage = json.at("transparent_hugepage");
    environment.numa_balancing = json.at("numa_balancing");
    environment.zone_reclaim = json.at("zone_reclaim");
    environment.aslr = json.at("aslr");
    environment.perf_event_paranoid = json.at("perf_event_paranoid");
    environment.clock_source = json.at("clock_source");
    environment.cpu_quota_cores = json.at("cpu_quota_cores");
    environment.memory_limit_bytes = json.at("memory_limit_bytes");
    environment.load_1min = json.at("load_1min");
    environment.mempolicy = json.at("mempolicy");
    environment.versions = json.at("versions");
    environment.emulation = json.value("emulation", "");  // documents of before have none
    read_page_sizes(json, environment);
    if (json.contains("huge_pages")) environment.huge_pages = pool_from_json(json.at("huge_pages"));
    return environment;
}

}  // namespace accelbench::topology
