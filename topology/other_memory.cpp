#include "topology/other_memory.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <numeric>

#include "topology/base/sizes.h"
#include "topology/base/system_files.h"
#include "topology/numa_maps.h"

namespace accelbench::topology {
namespace {

bool holds(const MappedPages& mapping, const NumaBuffer& buffer) {
    const auto begin = reinterpret_cast<std::uintptr_t>(buffer.data());
    return mapping.begin < begin + buffer.size_bytes() && mapping.end > begin;
}

std::uint64_t sum_of(const std::map<int, std::uint64_t>& bytes) {
    return std::accumulate(bytes.begin(), bytes.end(), std::uint64_t{0},
                           [](std::uint64_t sum, const auto& node) { return sum + node.second; });
}

std::map<int, std::uint64_t>& part_for(const MappedPages& mapping, OtherMemory& memory) {
    if (!mapping.is_file) return memory.private_bytes;
    return mapping.is_shared ? memory.shared_bytes : memory.file_bytes;
}

}  // namespace

OtherMemory observe_other_memory(std::span<const NumaBuffer* const> buffers) {
    const auto page_bytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    const auto numa_maps = read_system_file("/proc/self/numa_maps");
    const auto mappings = parse_numa_maps(read_system_file("/proc/self/maps"), numa_maps, page_bytes);
    OtherMemory memory;
    if (mappings.empty()) {
        memory.reason = "/proc/self/numa_maps is not there (CONFIG_NUMA), or a sandbox hides it";
        return memory;
    }
    for (const MappedPages& mapping : mappings) {
        const auto is_of = [&](const NumaBuffer* buffer) { return holds(mapping, *buffer); };
        if (std::any_of(buffers.begin(), buffers.end(), is_of)) continue;
        auto& part = part_for(mapping, memory);
        for (const auto& [node, pages] : mapping.pages_by_node) part[node] += pages * page_bytes;
    }
    return memory;
}

std::string check_other_memory(const OtherMemory& memory, const MemoryBinding& asked, double required) {
    if (asked.mode == MemoryMode::system_default) return "";
    std::uint64_t outside = 0;
    for (const auto& [node, bytes] : memory.private_bytes)
        if (!asked.nodes.contains(node)) outside += bytes;
    const auto all = static_cast<double>(sum_of(memory.private_bytes));
    if (static_cast<double>(outside) <= (1 - required) * all) return "";
    return fmt::format(
        "{:.1f} of {:.1f} MiB of heap, stacks and other memory besides the buffers are not on nodes {}, "
        "where {} puts them",
        static_cast<double>(outside) / mebibyte, all / mebibyte, asked.nodes.to_string(),
        to_string(asked.mode));
}

}  // namespace accelbench::topology
