#include "topology/base/suggest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

namespace accelbench {
namespace {

/// Restricted Damerau-Levenshtein distance: insertions, deletions, substitutions and swaps of neighbours
/// cost 1.
std::size_t edit_distance(std::string_view a, std::string_view b) {
    std::vector<std::vector<std::size_t>> cost(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (std::size_t i = 0; i <= a.size(); ++i) cost[i][0] = i;
    for (std::size_t j = 0; j <= b.size(); ++j) cost[0][j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        for (std::size_t j = 1; j <= b.size(); ++j) {
            const std::size_t replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
            cost[i][j] = std::min({cost[i - 1][j] + 1, cost[i][j - 1] + 1, replaced});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                cost[i][j] = std::min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
    }
    return cost[a.size()][b.size()];
}

constexpr std::size_t telling_letters = 3;  // of a beginning, dashes left away

/// The candidate that the word goes on from, or begins ("--output" and "--out", "--time" and "--timeout"):
/// the longest of those it goes on from, else the shortest that it begins.
std::string same_beginning(std::string_view typed, const std::vector<std::string>& candidates) {
    const auto begins = [](std::string_view whole, std::string_view part) {
        const auto dashes = std::min(part.find_first_not_of('-'), part.size());
        return part.size() - dashes >= telling_letters && whole.substr(0, part.size()) == part;
    };
    std::string longest, shortest;
    for (const auto& candidate : candidates) {
        if (begins(typed, candidate) && candidate.size() > longest.size()) longest = candidate;
        if (begins(candidate, typed) && (shortest.empty() || candidate.size() < shortest.size()))
            shortest = candidate;
    }
    return longest.empty() ? shortest : longest;
}

}  // namespace

std::string nearest(std::string_view typed, const std::vector<std::string>& candidates) {
    std::string best;
    std::size_t best_distance = std::max<std::size_t>(1, typed.size() / 3) + 1;  // a third may be wrong
    for (const auto& candidate : candidates) {
        const auto distance = edit_distance(typed, candidate);
        if (distance < best_distance) {
            best = candidate;
            best_distance = distance;
        }
    }
    return best.empty() ? same_beginning(typed, candidates) : best;
}

std::string unknown_name(std::string_view what, std::string_view typed,
                         const std::vector<std::string>& candidates) {
    const auto close = nearest(typed, candidates);
    if (!close.empty()) return fmt::format("unknown {} '{}'; did you mean '{}'?", what, typed, close);
    return fmt::format("unknown {} '{}'; there are: {}", what, typed, fmt::join(candidates, ", "));
}

}  // namespace accelbench
