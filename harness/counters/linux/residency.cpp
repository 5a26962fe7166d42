#include "harness/counters/linux/residency.h"

#include <unistd.h>

#include <cerrno>
#include <cstdint>

#include "harness/counters/linux/file_source.h"
#include "harness/counters/linux/system_text.h"
#include "topology/numa_maps.h"

namespace accelbench::counters {
namespace {

constexpr auto numa_maps_path = "/proc/self/numa_maps";

Reading read_residency(const std::string& root) {
    const auto numa_maps = read_system_text(root + numa_maps_path);
    const auto maps = read_system_text(root + "/proc/self/maps");
    if (numa_maps.error != 0 || maps.error != 0) return {};
    const auto page_bytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    Reading reading;
    reading.value = 0;
    for (const auto& mapping : topology::parse_numa_maps(maps.text, numa_maps.text, page_bytes)) {
        for (const auto& [node, pages] : mapping.pages_by_node) {
            const auto bytes = static_cast<double>(pages * page_bytes);
            reading.by_node[node] += bytes;
            *reading.value += bytes;
        }
    }
    return reading;
}

std::string why_absent(const std::string& root) {
    const int error = probe_system_text(root + numa_maps_path);
    if (error == 0) return "";
    const auto cause = error == ENOENT ? ": this Linux kernel was built without NUMA, or a sandbox hides it"
                                       : ": a sandbox forbids it";
    return unreadable(numa_maps_path, error) + cause;
}

}  // namespace

std::unique_ptr<Source> open_residency(const std::string& root) {
    std::vector<reports::CounterInfo> rows{
        {"resident_bytes",
         "bytes",
         numa_maps_path,
         {"N<node>"},
         "process",
         "what was given back before the end; a page that several processes map counts in each of them",
         "numa_maps in proc(5)",
         why_absent(root)}};
    return std::make_unique<FileSource>(std::move(rows), FileSource::Kind{.is_gauge = true},
                                        [root] { return std::vector<Reading>{read_residency(root)}; });
}

}  // namespace accelbench::counters
