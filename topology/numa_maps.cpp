#include "topology/numa_maps.h"

#include <algorithm>
#include <sstream>
#include <string_view>

#include "topology/address_range.h"
#include "topology/base/numbers.h"

namespace accelbench::topology {
namespace {

/// What maps alone tells of a mapping.
struct Mapping {
    std::uint64_t end = 0;
    bool is_shared = false;
};

/// Keyed by begin. "7f00-7f80 rw-s ..." is shared and may be written.
std::map<std::uint64_t, Mapping> mappings_in(const std::string& maps) {
    std::map<std::uint64_t, Mapping> found;
    std::istringstream lines(maps);
    for (std::string line; std::getline(lines, line);) {
        const auto range = address_range(line);
        if (!range) continue;
        const auto rights = std::string_view(line).substr(std::min(line.size(), line.find(' ')));
        found[range->begin] = {range->end, rights.starts_with(" rw") && rights.substr(4).starts_with('s')};
    }
    return found;
}

/// "N1=512" -> node 1, 512 of the mapping's pages.
void add_node_count(std::string_view word, MappedPages& mapping) {
    const auto equals = word.find('=');
    if (!word.starts_with('N') || equals == std::string_view::npos) return;
    const auto node = number_from<std::uint64_t>(word.substr(1, equals - 1));
    const auto pages = number_from<std::uint64_t>(word.substr(equals + 1));
    if (node && pages) mapping.pages_by_node[static_cast<int>(*node)] += *pages;
}

MappedPages parse_line(std::istringstream& words, std::uint64_t base_page_bytes) {
    constexpr std::string_view page_size = "kernelpagesize_kB=";
    MappedPages mapping;
    std::uint64_t page_bytes = base_page_bytes;
    for (std::string word; words >> word;) {
        if (word.starts_with(page_size)) {
            const auto kibibytes =
                number_from<std::uint64_t>(std::string_view(word).substr(page_size.size()));
            page_bytes = kibibytes.value_or(0) * 1024;
        } else if (word.starts_with("file=")) {
            mapping.is_file = true;
        } else {
            add_node_count(word, mapping);
        }
    }
    for (auto& [node, pages] : mapping.pages_by_node) pages = pages * page_bytes / base_page_bytes;
    return mapping;
}

}  // namespace

std::vector<MappedPages> parse_numa_maps(const std::string& maps, const std::string& numa_maps,
                                         std::uint64_t base_page_bytes) {
    const auto known = mappings_in(maps);
    std::vector<MappedPages> mappings;
    std::istringstream lines(numa_maps);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string address;
        words >> address;
        const auto begin = number_from<std::uint64_t>(address, 16);
        const auto at = begin ? known.find(*begin) : known.end();
        if (at == known.end()) continue;
        auto mapping = parse_line(words, base_page_bytes);
        mapping.begin = at->first;
        mapping.end = at->second.end;
        mapping.is_shared = at->second.is_shared;
        mappings.push_back(std::move(mapping));
    }
    return mappings;
}

}  // namespace accelbench::topology
