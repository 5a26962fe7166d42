#include "topology/machine_json.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

#include "topology/base/json_fields.h"

namespace accelbench::topology {
namespace {

constexpr std::array<std::string_view, 4> memory_kinds{"dram", "other", "none", "gpu"};
constexpr std::array<std::string_view, 2> device_kinds{"gpu", "nic"};

template <class T, class Convert>
Json list_of(const std::vector<T>& items, Convert convert) {
    Json list = Json::array();
    for (const T& item : items) list.push_back(convert(item));
    return list;
}

/// Cpus that are not simply usable: written only where there are some. Older documents have none.
void write_cpus(Json& json, const char* key, const CpuSet& cpus) {
    if (!cpus.empty()) json[key] = cpus.to_string();
}

Json node_to_json(const NumaNode& node) {
    Json json{{"index", node.index},
              {"cpus", node.cpus.to_string()},
              {"memory_bytes", node.memory_bytes},
              {"kind", memory_kinds.at(static_cast<std::size_t>(node.kind))},
              {"interleave_weight", node.interleave_weight}};
    write_cpus(json, "hidden_cpus", node.hidden_cpus);
    write_cpus(json, "offline_cpus", node.offline_cpus);
    write_cpus(json, "shared_cpus", node.shared_cpus);
    if (node.from_kernel) json["from_kernel"] = true;
    return json;
}

NumaNode node_from_json(const Json& json) {
    NumaNode node{small_integer(json, "index"), indices<CpuSet>(json, "cpus"),
                  unsigned_integer(json, "memory_bytes"),
                  static_cast<MemoryKind>(one_of(json, "kind", memory_kinds)), 0};
    read_if_any(json, "interleave_weight", node.interleave_weight, small_integer);
    read_if_any(json, "hidden_cpus", node.hidden_cpus, indices<CpuSet>);
    read_if_any(json, "offline_cpus", node.offline_cpus, indices<CpuSet>);
    read_if_any(json, "shared_cpus", node.shared_cpus, indices<CpuSet>);
    read_if_any(json, "from_kernel", node.from_kernel, flag);
    return node;
}

Json core_to_json(const Core& core) {
    return {{"package", core.package}, {"node", core.node}, {"cpus", core.cpus.to_string()}};
}

Core core_from_json(const Json& json) {
    return {signed_integer(json, "package"), node_or_none(json, "node"), indices<CpuSet>(json, "cpus")};
}

Json cache_to_json(const Cache& cache) {
    return {{"level", cache.level},
            {"type", cache.type},
            {"size_bytes", cache.size_bytes},
            {"line_bytes", cache.line_bytes},
            {"cpus", cache.cpus.to_string()}};
}

Cache cache_from_json(const Json& json) {
    return {small_integer(json, "level"), text(json, "type"), unsigned_integer(json, "size_bytes"),
            signed_integer(json, "line_bytes"), indices<CpuSet>(json, "cpus")};
}

Json device_to_json(const Device& device) {
    return {{"kind", device_kinds.at(static_cast<std::size_t>(device.kind))},
            {"name", device.name},
            {"bus_id", device.bus_id},
            {"node", device.node}};
}

Device device_from_json(const Json& json) {
    return {static_cast<Device::Kind>(one_of(json, "kind", device_kinds)), text(json, "name"),
            text(json, "bus_id"), node_or_none(json, "node")};
}

Json number_or_null(const std::optional<std::uint64_t>& value) { return value ? Json(*value) : Json(); }

Json performance_to_json(const MemoryPerformance& entry) {
    return {{"target_node", entry.target_node},
            {"initiator_node", entry.initiator_node},
            {"initiator_cpus", entry.initiator_cpus.to_string()},
            {"read_latency_ns", number_or_null(entry.read_latency_ns)},
            {"write_latency_ns", number_or_null(entry.write_latency_ns)},
            {"read_bandwidth_bytes_per_second", number_or_null(entry.read_bandwidth_bytes_per_second)},
            {"write_bandwidth_bytes_per_second", number_or_null(entry.write_bandwidth_bytes_per_second)}};
}

MemoryPerformance performance_from_json(const Json& json) {
    return {small_integer(json, "target_node"),
            node_or_none(json, "initiator_node"),
            indices<CpuSet>(json, "initiator_cpus"),
            optional_unsigned(json, "read_latency_ns"),
            optional_unsigned(json, "write_latency_ns"),
            optional_unsigned(json, "read_bandwidth_bytes_per_second"),
            optional_unsigned(json, "write_bandwidth_bytes_per_second")};
}

/// One row and one column for each node, or nothing: whoever asks for a distance counts on it.
std::vector<std::vector<std::uint64_t>> distances_from_json(const Json& json, std::size_t nodes) {
    const auto& rows = list(json, "distances");
    std::vector<std::vector<std::uint64_t>> distances;
    const auto refuse = [&] {
        throw BadField(
            fmt::format("\"distances\" should hold {} rows of {} whole numbers, or nothing", nodes, nodes));
    };
    if (!rows.empty() && rows.size() != nodes) refuse();
    for (const Json& row : rows) {
        if (!row.is_array() || row.size() != nodes) refuse();
        auto& read = distances.emplace_back();
        for (const Json& distance : row) {
            if (!distance.is_number_unsigned()) refuse();
            read.push_back(distance.get<std::uint64_t>());
        }
    }
    return distances;
}

/// Whoever looks a node up takes the first that has its number.
void check_nodes(const std::vector<NumaNode>& nodes) {
    for (std::size_t i = 1; i < nodes.size(); ++i)
        if (nodes[i].index <= nodes[i - 1].index)
            throw BadField(fmt::format("nodes[{}]: \"index\" should ascend, but {} follows {}", i,
                                       nodes[i].index, nodes[i - 1].index));
}

}  // namespace

Json machine_to_json(const Machine& machine) {
    Json json{
        {"is_this_system", machine.is_this_system},
        {"source", machine.source},
        {"hostname", machine.hostname},
        {"processor", machine.processor},
        {"packages", machine.packages},
        {"cpus", machine.cpus.to_string()},
        {"hidden_cpus", machine.hidden_cpus.to_string()},
        {"refused_modes", list_of(machine.refused_modes, [](MemoryMode mode) { return to_string(mode); })},
        {"nodes", list_of(machine.nodes, node_to_json)},
        {"cores", list_of(machine.cores, core_to_json)},
        {"caches", list_of(machine.caches, cache_to_json)},
        {"devices", list_of(machine.devices, device_to_json)},
        {"distances", machine.distances},
        {"memory_performance", list_of(machine.memory_performance, performance_to_json)}};
    write_cpus(json, "offline_cpus", machine.offline_cpus);
    write_cpus(json, "isolated_cpus", machine.isolated_cpus);
    write_cpus(json, "tickless_cpus", machine.tickless_cpus);
    if (!machine.distance_trouble.empty()) json["distance_trouble"] = machine.distance_trouble;
    return json;
}

Machine machine_from_json(const Json& json) {
    Machine machine;
    machine.is_this_system = flag(json, "is_this_system");
    machine.source = text(json, "source");
    machine.hostname = text(json, "hostname");
    machine.processor = text(json, "processor");
    machine.packages = signed_integer(json, "packages");
    machine.cpus = indices<CpuSet>(json, "cpus");
    machine.hidden_cpus = indices<CpuSet>(json, "hidden_cpus");
    if (json.contains("refused_modes")) {
        for (const auto& name : texts(json, "refused_modes"))
            if (const auto mode = memory_mode_from(name)) machine.refused_modes.push_back(*mode);
    }
    machine.nodes = each(json, "nodes", node_from_json);
    check_nodes(machine.nodes);
    machine.cores = each(json, "cores", core_from_json);
    machine.caches = each(json, "caches", cache_from_json);
    machine.devices = each(json, "devices", device_from_json);
    machine.distances = distances_from_json(json, machine.nodes.size());
    if (json.contains("memory_performance"))  // documents of older versions have none
        machine.memory_performance = each(json, "memory_performance", performance_from_json);
    read_if_any(json, "offline_cpus", machine.offline_cpus, indices<CpuSet>);
    read_if_any(json, "isolated_cpus", machine.isolated_cpus, indices<CpuSet>);
    read_if_any(json, "tickless_cpus", machine.tickless_cpus, indices<CpuSet>);
    read_if_any(json, "distance_trouble", machine.distance_trouble, text);
    return machine;
}

std::string machine_to_text(const Machine& machine) {
    return machine_to_json(machine).dump(-1, ' ', false, Json::error_handler_t::replace);
}

Machine machine_from_text(const std::string& text, const std::string& complaint) {
    Machine machine;
    guarded(complaint, [&] { machine = machine_from_json(parse_json(text)); });
    return machine;
}

}  // namespace accelbench::topology
