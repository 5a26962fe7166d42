#include "topology/gpu_choice.h"

#include <algorithm>
#include <limits>

namespace accelbench::topology {

GpuChoice::GpuChoice(const Machine& machine) : machine_(machine) {
    for (const Device& device : machine.devices) {
        if (device.kind == Device::Kind::gpu && device.node < 0) all_nodes_known_ = false;
    }
}

std::string GpuChoice::next(int home_node) {
    const bool by_distance = all_nodes_known_ && home_node >= 0;
    auto nearest = std::numeric_limits<std::uint64_t>::max();
    const Device* chosen = nullptr;
    for (const Device& device : machine_.devices) {
        if (device.kind != Device::Kind::gpu) continue;
        const auto distance = by_distance ? machine_.distance(home_node, device.node) : 0;
        const bool nearer = distance < nearest;
        const bool less_used = distance == nearest && ranks_by_gpu_[&device] < ranks_by_gpu_[chosen];
        if (!nearer && !less_used) continue;
        nearest = distance;
        chosen = &device;
    }
    if (chosen == nullptr) return "";
    ++ranks_by_gpu_[chosen];
    return chosen->name;
}

}  // namespace accelbench::topology
