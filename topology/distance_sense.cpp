#include "topology/distance_sense.h"

#include <fmt/format.h>

#include <algorithm>

namespace accelbench::topology {
namespace {

/// The asymmetric machines that are known differ by a half; one direction at more than twice the other is a
/// slip of the firmware.
constexpr std::uint64_t most_lopsided = 2;

/// The first "" + words that `complaint` has of a pair of nodes, by their place in the table.
template <class Complaint>
std::string first_complaint(const Machine& machine, Complaint complaint) {
    const auto& table = machine.distances;
    for (std::size_t from = 0; from < table.size(); ++from)
        for (std::size_t to = 0; to < table[from].size() && to < table.size(); ++to)
            if (auto words = complaint(from, to); !words.empty()) return words;
    return "";
}

}  // namespace

std::string why_no_distances(const Machine& machine) {
    return first_complaint(machine, [&](std::size_t from, std::size_t to) -> std::string {
        const auto distance = machine.distances[from][to], own = machine.distances[from][from];
        const int here = machine.nodes[from].index, there = machine.nodes[to].index;
        if (distance == 0) return fmt::format("from node {} to node {} it is 0", here, there);
        if (distance < own)
            return fmt::format("node {}'s memory is nearer to node {} ({}) than its own ({})", there, here,
                               distance, own);
        return "";
    });
}

std::string lopsided_distances(const Machine& machine) {
    return first_complaint(machine, [&](std::size_t from, std::size_t to) -> std::string {
        const auto there = machine.distances[from][to], back = machine.distances[to][from];
        if (from >= to || std::max(there, back) <= most_lopsided * std::min(there, back)) return "";
        return fmt::format("{} from node {} to node {}, and {} back", there, machine.nodes[from].index,
                           machine.nodes[to].index, back);
    });
}

}  // namespace accelbench::topology
