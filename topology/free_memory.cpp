#include "topology/free_memory.h"

#include <optional>

#include "topology/base/numbers.h"
#include "topology/base/paths.h"
#include "topology/base/system_files.h"

namespace accelbench::topology {
namespace {

std::uint64_t bytes_of(const std::string& kibibytes) {
    return static_cast<std::uint64_t>(number_in(kibibytes).value_or(0)) * 1024;
}

/// The lines of a node's meminfo read "Node 0 MemFree:  123 kB".
std::optional<std::uint64_t> free_of_node(const std::string& folder, int node) {
    auto facts = key_values(read_system_file(folder + "/meminfo"), ':');
    const auto bytes = [&](const char* name) {
        return bytes_of(facts["Node " + std::to_string(node) + " " + name]);
    };
    if (facts.empty()) return std::nullopt;
    return bytes("MemFree") + bytes("Active(file)") + bytes("Inactive(file)") + bytes("SReclaimable");
}

}  // namespace

std::map<int, std::uint64_t> read_free_memory(const std::string& root) {
    std::map<int, std::uint64_t> free;
    for (const auto& entry : folder_entries(root + "/sys/devices/system/node")) {
        const auto node = number_behind("node", entry.filename().string());
        if (!node) continue;
        if (const auto bytes = free_of_node(entry.string(), *node)) free[*node] = *bytes;
    }
    if (!free.empty()) return free;
    const auto facts = key_values(read_system_file(root + "/proc/meminfo"), ':');
    if (const auto found = facts.find("MemAvailable"); found != facts.end())
        free[0] = bytes_of(found->second);
    return free;
}

}  // namespace accelbench::topology
