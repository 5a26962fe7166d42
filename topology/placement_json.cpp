#include <nlohmann/json.hpp>

#include "topology/machine_json.h"

namespace accelbench::topology {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void refuse(const std::string& why, const Json& json) {
    throw nlohmann::detail::other_error::create(599, why, &json);
}

template <class Set>
Set set_from(const Json& json) {
    const auto text = json.get<std::string>();
    if (auto set = Set::parse(text)) return *set;
    refuse("'" + text + "' is not an index list like 0-3,8", json);
}

Json weights_to_json(const std::map<int, int>& weights) {
    Json json = Json::object();
    for (const auto& [node, weight] : weights) json[std::to_string(node)] = weight;
    return json;
}

/// Weights are written only where there are some: most placements have none. Documents of before say nothing
/// of pages: the system decided.
void write_binding(Json& json, const MemoryBinding& memory) {
    json["memory_mode"] = to_string(memory.mode);
    json["memory_nodes"] = memory.nodes.to_string();
    if (!memory.weights.empty()) json["memory_weights"] = weights_to_json(memory.weights);
    if (memory.pages != PageKind::system) json["memory_pages"] = to_string(memory.pages);
}

PageKind pages_from(const Json& json) {
    if (!json.contains("memory_pages")) return PageKind::system;
    const auto name = json.at("memory_pages").get<std::string>();
    const auto kind = page_kind_from(name);
    if (!kind) refuse("unknown kind of pages '" + name + "'", json);
    return *kind;
}

MemoryBinding binding_from(const Json& json) {
    MemoryBinding memory;
    const auto name = json.at("memory_mode").get<std::string>();
    const auto mode = memory_mode_from(name);
    if (!mode) refuse("unknown memory mode '" + name + "'", json);
    memory.mode = *mode;
    memory.nodes = set_from<NodeSet>(json.at("memory_nodes"));
    memory.pages = pages_from(json);
    if (!json.contains("memory_weights")) return memory;
    for (const auto& [node, weight] : json.at("memory_weights").items())
        memory.weights[set_from<NodeSet>(Json(node)).first()] = weight;
    return memory;
}

}  // namespace

Json rank_placement_to_json(const RankPlacement& placement) {
    Json json = {{"local_rank", placement.local_rank},
                 {"threads", placement.threads},
                 {"cpus", placement.cpus.to_string()},
                 {"home_node", placement.home_node}};
    write_binding(json, placement.memory);
    for (const auto& [memory_class, memory] : placement.memory.by_class)
        write_binding(json["memory_by_class"][memory_class], memory);
    json["gpu"] = placement.gpu;
    return json;
}

RankPlacement rank_placement_from_json(const Json& json) {
    RankPlacement placement;
    placement.local_rank = json.at("local_rank");
    placement.threads = json.at("threads");
    placement.cpus = set_from<CpuSet>(json.at("cpus"));
    placement.home_node = json.at("home_node");
    static_cast<MemoryBinding&>(placement.memory) = binding_from(json);
    if (json.contains("memory_by_class")) {
        for (const auto& [memory_class, memory] : json.at("memory_by_class").items())
            placement.memory.by_class.emplace(memory_class, binding_from(memory));
    }
    placement.gpu = json.at("gpu");
    return placement;
}

}  // namespace accelbench::topology
