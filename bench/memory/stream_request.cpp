#include "bench/memory/stream_request.h"

#include <fmt/format.h>

#include <map>
#include <optional>

#include "topology/base/numbers.h"
#include "topology/base/split.h"

namespace accelbench::bench {
namespace {

/// "0=3,1=1"; "" without weights.
std::string weights_text(const topology::MemoryBinding& memory) {
    std::string text;
    for (const auto& [node, weight] : memory.weights)
        text += fmt::format("{}{}={}", text.empty() ? "" : ",", node, weight);
    return text;
}

std::optional<std::map<int, int>> weights_from(const std::string& text) {
    std::map<int, int> weights;
    if (text.empty()) return weights;
    for (const auto& pair : split(text, ',')) {
        const auto equals = pair.find('=');
        const auto node = number_from<int>(pair.substr(0, equals));
        const auto weight =
            equals == std::string::npos ? std::nullopt : number_from<int>(pair.substr(equals + 1));
        if (!node || !weight) return std::nullopt;
        weights[*node] = *weight;
    }
    return weights;
}

}  // namespace

bool StreamRequest::operator==(const StreamRequest& other) const {
    return to_arguments(*this) == to_arguments(other);
}

std::vector<std::string> to_arguments(const StreamRequest& request) {
    const auto& placement = request.placement;
    return {std::to_string(request.elements),
            std::to_string(placement.threads),
            placement.cpus.to_string(),
            std::to_string(placement.home_node),
            std::string(to_string(placement.memory.mode)),
            placement.memory.nodes.to_string(),
            weights_text(placement.memory)};
}

std::optional<StreamRequest> stream_request_from(std::span<const std::string> arguments) {
    if (arguments.size() != 7) return std::nullopt;
    const auto elements = number_from<std::size_t>(arguments[0]);
    const auto threads = number_from<int>(arguments[1]);
    const auto cpus = topology::CpuSet::parse(arguments[2]);
    const auto home_node = number_from<int>(arguments[3]);
    const auto mode = topology::memory_mode_from(arguments[4]);
    const auto nodes = topology::NodeSet::parse(arguments[5]);
    const auto weights = weights_from(arguments[6]);
    if (!elements || !threads || !cpus || !home_node || !mode || !nodes || !weights) return std::nullopt;
    StreamRequest request;
    request.elements = *elements;
    request.placement.threads = *threads;
    request.placement.cpus = *cpus;
    request.placement.home_node = *home_node;
    static_cast<topology::MemoryBinding&>(request.placement.memory) = {*mode, *nodes, *weights};
    return request;
}

std::string describe(const topology::RankPlacement& placement) {
    if (placement.cpus.empty()) return "not bound";
    const topology::MemoryBinding& memory = placement.memory;
    return fmt::format("cpus {}, memory {}", placement.cpus.to_string(), to_string(memory));
}

}  // namespace accelbench::bench
