#include "topology/machine_json.h"

#include <array>
#include <nlohmann/json.hpp>
#include <string_view>

namespace accelbench::topology {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 3> kMemoryKinds{"dram", "other", "none"};
constexpr std::array<std::string_view, 2> kDeviceKinds{"gpu", "nic"};

/// The enumerator whose name `json` holds; throws nlohmann's other_error on a word that is none.
template <class Enum, std::size_t N>
Enum enum_from(const Json& json, const std::array<std::string_view, N>& names) {
    const auto text = json.get<std::string>();
    for (std::size_t i = 0; i < N; ++i) {
        if (names[i] == text) return static_cast<Enum>(i);
    }
    throw nlohmann::detail::other_error::create(599, "unknown word '" + text + "'", &json);
}

template <class Set>
Set set_from(const Json& json) {
    const auto text = json.get<std::string>();
    if (auto set = Set::parse(text)) return *set;
    throw nlohmann::detail::other_error::create(599, "'" + text + "' is not an index list like 0-3,8", &json);
}

template <class T, class Convert>
Json list_of(const std::vector<T>& items, Convert convert) {
    Json list = Json::array();
    for (const T& item : items) list.push_back(convert(item));
    return list;
}

template <class Convert>
auto list_from(const Json& json, Convert convert) {
    std::vector<decltype(convert(json))> items;
    for (const Json& item : json) items.push_back(convert(item));
    return items;
}

Json node_to_json(const NumaNode& node) {
    return {{"index", node.index},
            {"cpus", node.cpus.to_string()},
            {"memory_bytes", node.memory_bytes},
            {"kind", kMemoryKinds.at(static_cast<std::size_t>(node.kind))},
            {"interleave_weight", node.interleave_weight}};
}

NumaNode node_from_json(const Json& json) {
    return {json.at("index"), set_from<CpuSet>(json.at("cpus")), json.at("memory_bytes"),
            enum_from<MemoryKind>(json.at("kind"), kMemoryKinds), json.value("interleave_weight", 0)};
}

Json core_to_json(const Core& core) {
    return {{"package", core.package}, {"node", core.node}, {"cpus", core.cpus.to_string()}};
}

Core core_from_json(const Json& json) {
    return {json.at("package"), json.at("node"), set_from<CpuSet>(json.at("cpus"))};
}

Json cache_to_json(const Cache& cache) {
    return {{"level", cache.level},
            {"type", cache.type},
            {"size_bytes", cache.size_bytes},
            {"line_bytes", cache.line_bytes},
            {"cpus", cache.cpus.to_string()}};
}

Cache cache_from_json(const Json& json) {
    return {json.at("level"), json.at("type"), json.at("size_bytes"), json.at("line_bytes"),
            set_from<CpuSet>(json.at("cpus"))};
}

Json device_to_json(const Device& device) {
    return {{"kind", kDeviceKinds.at(static_cast<std::size_t>(device.kind))},
            {"name", device.name},
            {"bus_id", device.bus_id},
            {"node", device.node}};
}

Device device_from_json(const Json& json) {
    return {enum_from<Device::Kind>(json.at("kind"), kDeviceKinds), json.at("name"), json.at("bus_id"),
            json.at("node")};
}

Json number_or_null(const std::optional<std::uint64_t>& value) { return value ? Json(*value) : Json(); }

std::optional<std::uint64_t> number_unless_null(const Json& json) {
    if (json.is_null()) return std::nullopt;
    return json.get<std::uint64_t>();
}

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
    return {json.at("target_node"),
            json.at("initiator_node"),
            set_from<CpuSet>(json.at("initiator_cpus")),
            number_unless_null(json.at("read_latency_ns")),
            number_unless_null(json.at("write_latency_ns")),
            number_unless_null(json.at("read_bandwidth_bytes_per_second")),
            number_unless_null(json.at("write_bandwidth_bytes_per_second"))};
}

}  // namespace

Json machine_to_json(const Machine& machine) {
    return {
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
}

Machine machine_from_json(const Json& json) {
    Machine machine;
    machine.is_this_system = json.at("is_this_system");
    machine.source = json.at("source");
    machine.hostname = json.at("hostname");
    machine.processor = json.at("processor");
    machine.packages = json.at("packages");
    machine.cpus = set_from<CpuSet>(json.at("cpus"));
    machine.hidden_cpus = set_from<CpuSet>(json.at("hidden_cpus"));
    for (const auto& name : json.value("refused_modes", std::vector<std::string>{})) {
        if (const auto mode = memory_mode_from(name)) machine.refused_modes.push_back(*mode);
    }
    machine.nodes = list_from(json.at("nodes"), node_from_json);
    machine.cores = list_from(json.at("cores"), core_from_json);
    machine.caches = list_from(json.at("caches"), cache_from_json);
    machine.devices = list_from(json.at("devices"), device_from_json);
    machine.distances = json.at("distances");
    if (const auto said = json.find("memory_performance");
        said != json.end())  // documents of before have none
        machine.memory_performance = list_from(*said, performance_from_json);
    return machine;
}

}  // namespace accelbench::topology
