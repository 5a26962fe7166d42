#include "topology/observe_page_sizes.h"

#include <algorithm>

#include "topology/base/system_files.h"
#include "topology/smaps.h"

namespace accelbench::topology {
namespace {

/// Each buffer is a mapping of its own, or several: NumaBuffer keeps guards around it.
MappedSizes sizes_of(const std::vector<MappedSizes>& mappings, const NumaBuffer& buffer) {
    MappedSizes sum;
    sum.begin = reinterpret_cast<std::uintptr_t>(buffer.data());
    sum.end = sum.begin + buffer.size_bytes();
    for (const MappedSizes& mapping : mappings) {
        if (mapping.end <= sum.begin || mapping.begin >= sum.end) continue;
        sum.resident_bytes += mapping.resident_bytes;
        sum.huge_bytes += mapping.huge_bytes;
    }
    return sum;
}

/// Bytes that were to be in huge pages.
std::uint64_t meant_huge(const NumaBuffer& buffer) {
    const auto bytes = buffer.size_bytes();
    if (buffer.pages() == PageKind::huge) return huge_pages_for(bytes) * huge_page_bytes;
    return buffer.pages() == PageKind::transparent_huge ? filled_huge_pages(bytes) * huge_page_bytes : 0;
}

}  // namespace

PageSizes observe_page_sizes(std::span<const NumaBuffer* const> buffers) {
    PageSizes sizes;
    const auto mappings = parse_smaps(read_system_file("/proc/self/smaps"));
    if (mappings.empty()) {
        sizes.reason = "/proc/self/smaps is not there (CONFIG_PROC_PAGE_MONITOR), or a sandbox hides it";
        return sizes;
    }
    for (const NumaBuffer* buffer : buffers) {
        const auto found = sizes_of(mappings, *buffer);
        const auto meant = std::min(found.resident_bytes, meant_huge(*buffer));
        const auto huge = std::min(found.huge_bytes, meant);
        sizes.buffer_bytes += found.resident_bytes;
        sizes.meant_bytes += meant;
        sizes.huge_bytes += huge;
        sizes.unasked_huge_bytes += found.huge_bytes - huge;
    }
    return sizes;
}

}  // namespace accelbench::topology
