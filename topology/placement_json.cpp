#include "topology/base/json_fields.h"
#include "topology/machine_json.h"

namespace accelbench::topology {
namespace {

Json weights_to_json(const std::map<int, int>& weights) {
    Json json = Json::object();
    for (const auto& [node, weight] : weights) json[std::to_string(node)] = weight;
    return json;
}

/// Weights are written only where there are some: most placements have none. Documents of older versions say nothing
/// of pages: the system decided.
void write_binding(Json& json, const MemoryBinding& memory) {
    json["memory_mode"] = to_string(memory.mode);
    json["memory_nodes"] = memory.nodes.to_string();
    if (!memory.weights.empty()) json["memory_weights"] = weights_to_json(memory.weights);
    if (memory.pages != PageKind::system) json["memory_pages"] = to_string(memory.pages);
}

PageKind pages_from(const Json& json, const char* key) {
    return named(json, key, "a kind of pages", page_kind_from);
}

std::map<int, int> weights_from(const Json& json, const char* key) {
    std::map<int, int> weights;
    const auto& stored = object_at(json, key);
    for (const auto& entry : stored.items())
        weights[node_of(entry.key(), key)] = small_integer(stored, entry.key().c_str());
    return weights;
}

MemoryBinding binding_from(const Json& json) {
    MemoryBinding memory;
    memory.mode = named(json, "memory_mode", "a memory mode", memory_mode_from);
    memory.nodes = indices<NodeSet>(json, "memory_nodes");
    memory.pages = PageKind::system;
    read_if_any(json, "memory_pages", memory.pages, pages_from);
    read_if_any(json, "memory_weights", memory.weights, weights_from);
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
    placement.local_rank = small_integer(json, "local_rank");
    placement.threads = small_integer(json, "threads");
    placement.cpus = indices<CpuSet>(json, "cpus");
    placement.home_node = node_or_none(json, "home_node");
    static_cast<MemoryBinding&>(placement.memory) = binding_from(json);
    if (json.contains("memory_by_class")) {
        const Json& classes = object_at(json, "memory_by_class");
        for (const auto& entry : classes.items())
            placement.memory.by_class.emplace(entry.key(),
                                              record(classes, entry.key().c_str(), binding_from));
    }
    placement.gpu = text(json, "gpu");
    return placement;
}

}  // namespace accelbench::topology
