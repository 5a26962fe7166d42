#include "topology/memory_pages.h"

#include <fmt/format.h>
#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "topology/huge_page_pool.h"
#include "topology/memory.h"

namespace accelbench::topology {
namespace {

// Of the kernel's uapi headers; the C library's may be older than the kernel that runs.
constexpr int map_huge2_mb = 21 << 26;  // log2 of the size, at MAP_HUGE_SHIFT
constexpr int populate_write = 23;      // MADV_POPULATE_WRITE, Linux 5.14

/// Even shares; some node is short where all together are.
std::map<int, double> wanted_of(const MemoryBinding& memory, std::size_t pages) {
    std::map<int, double> wanted;
    for (const int node : memory.nodes) wanted[node] = static_cast<double>(pages) * share_of(memory, node);
    return wanted;
}

std::string pool_refusal(std::size_t bytes, const MemoryBinding& memory, int error_number) {
    const auto pages = huge_pages_for(bytes);
    const auto pool = read_huge_page_pool();
    auto why = error_number == ENOMEM ? why_pool_is_short(pool, wanted_of(memory, pages)) : "";
    if (why.empty() && error_number == ENOMEM)
        why = why_pool_is_short(pool, {{-1, static_cast<double>(pages)}});
    if (!why.empty()) return why;
    return fmt::format(
        "mmap of {} pages of 2 MiB failed ({}): another process took them first, or a hugetlb "
        "limit of the cgroup is lower; reserve more, or choose --pages thp",
        pages, std::strerror(error_number));
}

std::optional<std::string> take_now(std::byte* data, std::size_t bytes, const MemoryBinding& memory) {
    if (madvise(data, bytes, populate_write) == 0) return std::nullopt;
    if (errno == EINVAL) return std::nullopt;  // an older kernel: they are taken at first touch
    return fmt::format(
        "{} pages of 2 MiB could not be taken from the pool of node {} ({}): another process "
        "took them first, or a hugetlb limit of the cgroup is lower; reserve more, or choose "
        "--pages thp",
        huge_pages_for(bytes), memory.nodes.to_string(), std::strerror(errno));
}

}  // namespace

PageKind pages_for(const MemoryBinding& memory, std::size_t bytes, int nodes) {
    const bool may_be_transparent =
        memory.pages == PageKind::transparent_huge ||
        (memory.pages == PageKind::system && memory.mode != MemoryMode::system_default);
    return may_be_transparent && keeps_to_base_pages(bytes, nodes) ? PageKind::base : memory.pages;
}

std::optional<std::string> map_from_pool(std::byte* data, std::size_t bytes, const MemoryBinding& memory) {
    constexpr int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED | MAP_HUGETLB | map_huge2_mb;
    if (mmap(data, bytes, PROT_READ | PROT_WRITE, flags, -1, 0) != MAP_FAILED) return std::nullopt;
    return pool_refusal(bytes, memory, errno);
}

void advise_pages(std::byte* data, std::size_t bytes, PageKind kind) {
    const std::size_t whole = huge_pages_for(bytes) * huge_page_bytes;
    if (kind == PageKind::base) static_cast<void>(madvise(data, whole, MADV_NOHUGEPAGE));
    if (kind != PageKind::transparent_huge) return;
    const std::size_t filled = filled_huge_pages(bytes) * huge_page_bytes;
    static_cast<void>(madvise(data, filled, MADV_HUGEPAGE));  // either length may be 0, which changes nothing
    static_cast<void>(madvise(data + filled, whole - filled, MADV_NOHUGEPAGE));
}

std::optional<std::string> why_nodes_lack_pages(HugePagePool pool, std::size_t bytes,
                                                const MemoryBinding& memory) {
    const auto pages = huge_pages_for(bytes);
    pool.promised -= std::min<std::uint64_t>(pool.promised, pages);  // to this very mapping
    std::uint64_t free = 0;
    for (const auto& [node, there] : pool.by_node)
        if (memory.nodes.contains(node)) free += there.free;
    if (free < pages) return why_pool_is_short(pool, wanted_of(memory, pages));
    return std::nullopt;
}

std::optional<std::string> secure_pool_pages(std::byte* data, std::size_t bytes,
                                             const MemoryBinding& memory) {
    if (memory.mode != MemoryMode::bind)
        return std::nullopt;  // the others take from other nodes what is short
    if (const auto pool = read_huge_page_pool())
        if (auto why = why_nodes_lack_pages(*pool, bytes, memory)) return why;
    return memory.nodes.size() == 1 ? take_now(data, bytes, memory) : std::nullopt;
}

}  // namespace accelbench::topology
