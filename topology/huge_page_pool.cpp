#include "topology/huge_page_pool.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "topology/base/numbers.h"
#include "topology/base/paths.h"
#include "topology/base/system_files.h"
#include "topology/base/whole.h"

namespace accelbench::topology {
namespace {

constexpr auto nodes = "/sys/devices/system/node";
constexpr auto pool_path = "/hugepages/hugepages-2048kB";
constexpr auto whole_pool = "/sys/kernel/mm/hugepages/hugepages-2048kB";

std::optional<std::uint64_t> count_in(const std::string& path) {
    const auto number = number_in(read_system_file(path));
    if (!number) return std::nullopt;
    return static_cast<std::uint64_t>(*number);
}

std::optional<HugePagePool::Pages> pages_in(const std::string& folder) {
    const auto total = count_in(folder + "/nr_hugepages");
    const auto free = count_in(folder + "/free_hugepages");
    if (!total || !free) return std::nullopt;
    return HugePagePool::Pages{*total, *free};
}

/// Where the pages of `node` are set aside; of any node for -1.
std::string folder_of(int node) {
    return node < 0 ? std::string(whole_pool) : fmt::format("{}/node{}{}", nodes, node, pool_path);
}

HugePagePool::Pages pages_on(const HugePagePool& pool, int node) {
    const auto found = pool.by_node.find(node);
    return found == pool.by_node.end() ? HugePagePool::Pages{} : found->second;
}

/// Of all nodes, without what mappings were promised, which may be of any of them.
HugePagePool::Pages pages_to_be_had(const HugePagePool& pool) {
    auto all = pool.all();
    all.free -= std::min(all.free, pool.promised);
    return all;
}

/// Interleaving deals parts of pages to nodes in the mean; thirds add up to a bit more than 1.
std::uint64_t whole_pages(double pages) { return whole<std::uint64_t>(std::ceil(pages - 1e-6)); }

struct Shortage {
    std::string lacks, commands;

    void add(int node, std::uint64_t wanted, const HugePagePool::Pages& pages) {
        lacks += fmt::format(
            "{}{} of 2 MiB on {} are needed, {} of its {} are free", lacks.empty() ? "" : "; ", wanted,
            node < 0 ? std::string("this machine") : fmt::format("node {}", node), pages.free, pages.total);
        commands += fmt::format("{}echo {} > {}/nr_hugepages", commands.empty() ? "" : " && ",
                                pages.total + wanted - pages.free, folder_of(node));
    }
};

/// Node by node, and then all together: mmap holds what it is to promise against the whole pool, whatever
/// nodes the pages are bound to. What the nodes' own commands set aside is there by then.
Shortage shortage_of(const HugePagePool& pool, const std::map<int, double>& wanted) {
    Shortage shortage;
    std::uint64_t to_be_set_aside = 0;
    double all_wanted = 0;
    for (const auto& [node, share] : wanted) {
        all_wanted += share;
        const auto pages = whole_pages(share);
        const auto there = pages_on(pool, node);
        if (node < 0 || pages <= there.free) continue;
        shortage.add(node, pages, there);
        to_be_set_aside += pages - there.free;
    }
    const auto sum = whole_pages(all_wanted);
    const auto all = pages_to_be_had(pool);
    if (sum <= all.free + to_be_set_aside) return shortage;
    shortage.add(-1, sum, all);
    if (pool.promised > 0)
        shortage.lacks += fmt::format(" ({} that look free are reserved for mappings)", pool.promised);
    return shortage;
}

}  // namespace

HugePagePool::Pages HugePagePool::all() const {
    Pages sum;
    for (const auto& [node, pages] : by_node) {
        sum.total += pages.total;
        sum.free += pages.free;
    }
    return sum;
}

std::optional<HugePagePool> read_huge_page_pool(const std::string& root) {
    const auto whole = pages_in(root + whole_pool);
    if (!whole) return std::nullopt;
    HugePagePool pool;
    pool.promised = count_in(root + whole_pool + std::string("/resv_hugepages")).value_or(0);
    for (const auto& entry : folder_entries(root + nodes)) {
        const auto node = number_behind("node", entry.filename().string());
        if (!node) continue;
        if (const auto pages = pages_in(entry.string() + pool_path)) pool.by_node[*node] = *pages;
    }
    if (pool.by_node.empty()) pool.by_node[0] = *whole;
    return pool;
}

std::string why_pool_is_short(const std::optional<HugePagePool>& pool, const std::map<int, double>& wanted) {
    if (!pool)
        return "this Linux kernel reports no pool of 2 MiB pages (/sys/kernel/mm/hugepages): it has none, or a "
               "sandbox hides it; choose --pages thp";
    const auto shortage = shortage_of(*pool, wanted);
    if (shortage.lacks.empty()) return "";
    return fmt::format(
        "the pool of huge pages is short: {}. As root (of a container: on its host): {}; or choose --pages "
        "thp",
        shortage.lacks, shortage.commands);
}

}  // namespace accelbench::topology
