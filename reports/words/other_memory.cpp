#include "reports/words/other_memory.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "reports/text/columns.h"
#include "reports/text/units.h"
#include "reports/words/findings.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

using Bytes = std::map<int, std::uint64_t>;

std::uint64_t sum_of(const Bytes& bytes) {
    std::uint64_t sum = 0;
    for (const auto& [node, amount] : bytes) sum += amount;
    return sum;
}

std::uint64_t held_by(const RankFacts& rank) {
    if (!rank.other_memory) return 0;
    const auto& memory = *rank.other_memory;
    return sum_of(memory.private_bytes) + sum_of(memory.shared_bytes) + sum_of(memory.file_bytes);
}

/// The rank that holds most, with its cell and launch.
struct Fullest {
    const Cell* cell = nullptr;
    const RankFacts* rank = nullptr;
};

/// In the order of the cells; each launch is looked at once, however many cells there are.
std::vector<Fullest> fullest_by_policy(const Document& document) {
    std::vector<Fullest> fullest;
    std::unordered_map<std::string_view, std::pair<const Cell*, std::size_t>> places;
    for (const Cell& cell : document.cells) {
        const auto same = [&](const Fullest& other) { return other.cell->policy == cell.policy; };
        const auto found = std::find_if(fullest.begin(), fullest.end(), same);
        places[cell.id] = {&cell, static_cast<std::size_t>(found - fullest.begin())};
        if (found == fullest.end()) fullest.push_back({&cell, nullptr});
    }
    for (const Trial& trial : document.trials) {
        const auto place = places.find(trial.cell);
        if (place == places.end()) continue;
        auto& most = fullest[place->second.second];
        for (const RankFacts& rank : trial.ranks)
            if (rank.other_memory && (most.rank == nullptr || held_by(rank) > held_by(*most.rank)))
                most = {place->second.first, &rank};
    }
    return fullest;
}

}  // namespace

std::string nodes_text(const Bytes& amount_by_node) {
    const auto all = sum_of(amount_by_node);
    std::vector<std::string> parts;
    for (const auto& [node, amount] : amount_by_node) {
        if (amount == all && all > 0) return fmt::format("node {}", node);
        if (amount > 0)
            parts.push_back(fmt::format(
                "node {} ({})", node, percent_text(static_cast<double>(amount) / static_cast<double>(all))));
    }
    return parts.empty() ? "-" : join(parts);
}

std::string other_memory_text(const RankFacts& rank) {
    if (!rank.other_memory) return "-";
    const auto& memory = *rank.other_memory;
    if (!memory.reason.empty()) return "not reported: " + memory.reason;
    std::vector<std::string> parts;
    for (const auto& [what, bytes] :
         {std::pair{"heap and the like", &memory.private_bytes},
          std::pair{"shared memory", &memory.shared_bytes}, std::pair{"files", &memory.file_bytes}})
        if (const auto sum = sum_of(*bytes); sum > 0)
            parts.push_back(fmt::format("{} of {} on {}", bytes_text(sum), what, nodes_text(*bytes)));
    return parts.empty() ? "none" : join(parts, "; ");
}

std::string other_memory_table(const Document& document) {
    std::string text;
    for (const auto& [cell, rank] : fullest_by_policy(document))
        if (rank != nullptr)
            text += broken_line(fmt::format("{} {}, rank {}: {}", cell->policy, shape_text(*cell), rank->rank,
                                            other_memory_text(*rank)));
    return text.empty() ? ""
                        : "\nmemory other than buffers, of the rank with the most under each policy:\n" + text;
}

}  // namespace accelbench::reports
