#include "topology/observe_pages.h"

#include <fmt/format.h>
#include <numaif.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>

#include "topology/base/system_files.h"
#include "topology/numa_maps.h"

namespace accelbench::topology {
namespace {

constexpr std::size_t pages_per_call = 16384;

std::size_t page_count(const NumaBuffer& buffer, std::size_t page_bytes) {
    return (buffer.size_bytes() + page_bytes - 1) / page_bytes;
}

/// A negative status is a page that has no memory yet: -ENOENT, or -EFAULT for the shared zero page.
void count_statuses(std::span<const int> statuses, ObservedBuffer& counts) {
    for (int status : statuses) {
        if (status < 0) {
            ++counts.absent;
        } else {
            ++counts.pages_by_node[status];
        }
    }
}

/// False (errno says why) when the kernel refuses. With nodes = NULL the call only looks and moves nothing.
bool count_by_move_pages(const NumaBuffer& buffer, std::size_t page_bytes, ObservedBuffer& counts) {
    auto* base = const_cast<std::byte*>(buffer.data());
    const auto pages = page_count(buffer, page_bytes);
    std::vector<void*> addresses;
    std::vector<int> statuses;
    for (std::size_t first = 0; first < pages; first += pages_per_call) {
        const auto count = std::min(pages_per_call, pages - first);
        addresses.resize(count);
        statuses.assign(count, 0);
        for (std::size_t i = 0; i < count; ++i) addresses[i] = base + (first + i) * page_bytes;
        if (move_pages(0, count, addresses.data(), nullptr, statuses.data(), 0) != 0) return false;
        count_statuses(statuses, counts);
    }
    return true;
}

/// Each buffer is a mapping of its own: NumaBuffer keeps guards around it.
ObservedBuffer count_by_numa_maps(const std::vector<MappedPages>& mappings, const NumaBuffer& buffer,
                                  std::size_t page_bytes) {
    ObservedBuffer counts{buffer.name(), {}, 0, buffer.pages()};
    const auto begin = reinterpret_cast<std::uintptr_t>(buffer.data());
    const auto end = begin + buffer.size_bytes();
    for (const MappedPages& mapping : mappings) {
        if (mapping.end <= begin || mapping.begin >= end) continue;
        for (const auto& [node, pages] : mapping.pages_by_node) counts.pages_by_node[node] += pages;
    }
    const auto present = counts.present();
    const std::uint64_t pages = page_count(buffer, page_bytes);
    counts.absent = pages > present ? pages - present : 0;
    return counts;
}

bool observe_by_move_pages(std::span<const NumaBuffer* const> buffers, Observed& observed) {
    for (const NumaBuffer* buffer : buffers) {
        ObservedBuffer counts{buffer->name(), {}, 0, buffer->pages()};
        if (!count_by_move_pages(*buffer, observed.page_bytes, counts)) return false;
        observed.buffers.push_back(std::move(counts));
    }
    observed.method = "move_pages";
    return true;
}

std::vector<MappedPages> read_numa_maps(std::size_t page_bytes) {
    const auto numa_maps = read_system_file("/proc/self/numa_maps");
    return parse_numa_maps(read_system_file("/proc/self/maps"), numa_maps, page_bytes);
}

/// Linux 6.1 to 6.5 report a page that automatic NUMA balancing has marked for a hinting fault as absent
/// (status -ENOENT); numa_maps counts it. Without this second look baseline seems to have lost most of its
/// memory.
void look_again_for_absent_pages(std::span<const NumaBuffer* const> buffers, Observed& observed) {
    const auto is_incomplete = [](const ObservedBuffer& counts) { return counts.absent > 0; };
    if (std::none_of(observed.buffers.begin(), observed.buffers.end(), is_incomplete)) return;
    const auto mappings = read_numa_maps(observed.page_bytes);
    for (std::size_t i = 0; i < buffers.size(); ++i) {
        auto counts = count_by_numa_maps(mappings, *buffers[i], observed.page_bytes);
        if (counts.absent >= observed.buffers[i].absent) continue;
        observed.buffers[i] = std::move(counts);
        observed.method = "move_pages, numa_maps";
    }
}

void observe_by_numa_maps(std::span<const NumaBuffer* const> buffers, const std::string& why,
                          Observed& observed) {
    const auto mappings = read_numa_maps(observed.page_bytes);
    if (mappings.empty()) {
        observed.method =
            fmt::format("none: move_pages failed ({}) and /proc/self/numa_maps is not readable", why);
        return;
    }
    for (const NumaBuffer* buffer : buffers) {
        observed.buffers.push_back(count_by_numa_maps(mappings, *buffer, observed.page_bytes));
    }
    observed.method = "numa_maps";
}

}  // namespace

void observe_pages(std::span<const NumaBuffer* const> buffers, Observed& observed) {
    observed.page_bytes = static_cast<std::uint64_t>(sysconf(_SC_PAGESIZE));
    if (observe_by_move_pages(buffers, observed)) {
        look_again_for_absent_pages(buffers, observed);
        return;
    }
    const std::string why = std::strerror(errno);
    observed.buffers.clear();
    observe_by_numa_maps(buffers, why, observed);
}

}  // namespace accelbench::topology
