#include "topology/placement_notes.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "topology/base/list_text.h"
#include "topology/far_nodes.h"

namespace accelbench::topology {
namespace {

/// " (rank 0 of 2)", or nothing where it is all of them.
std::string which_ranks(const RankSet& some, std::size_t all) {
    if (some.size() == static_cast<int>(all)) return "";
    return fmt::format(" ({} of {})", named("rank", some), all);
}

void add_nearest(std::vector<std::string>& notes, const std::string& name, const Machine& machine,
                 const std::vector<RankPlacement>& ranks) {
    std::map<std::pair<int, std::uint64_t>, RankSet> borrowed;
    for (std::size_t rank = 0; rank < ranks.size(); ++rank) {
        const int home = ranks[rank].home_node, node = local_memory_node(machine, home);
        if (node != home) borrowed[{node, machine.distance(home, node)}].insert(static_cast<int>(rank));
    }
    const bool assumed = machine.distances.empty() || !machine.distance_trouble.empty();
    for (const auto& [where, some] : borrowed)
        notes.push_back(fmt::format("{}: nearest memory, node {}, distance {}{}{}", name, where.first,
                                    where.second, assumed ? ", assumed" : "",
                                    which_ranks(some, ranks.size())));
}

using RanksByNode = std::map<int, int>;

/// 2 2 1: how ranks share nodes, whichever nodes these are.
std::vector<int> shares_of(const RanksByNode& ranks) {
    std::vector<int> shares;
    for (const auto& [node, count] : ranks) shares.push_back(count);
    std::sort(shares.rbegin(), shares.rend());
    return shares;
}

/// "2 ranks on each of nodes 0,4, 1 on node 2"
std::string sharing_text(const RanksByNode& ranks) {
    std::map<int, NodeSet, std::greater<>> by_count;
    for (const auto& [node, count] : ranks) by_count[count].insert(node);
    std::string text;
    for (const auto& [count, nodes] : by_count)
        text += fmt::format("{}{} on {} {}", text.empty() ? "" : ", ", plural(count, "rank", "ranks"),
                            nodes.size() == 1 ? "node" : "each of nodes", nodes.to_string());
    return text;
}

void add_sharing(std::vector<std::string>& notes, const std::string& name, const Machine& machine,
                 const std::vector<RankPlacement>& ranks, const std::string& memory_class) {
    RanksByNode local, far;
    for (const RankPlacement& rank : ranks) {
        ++local[local_memory_node(machine, rank.home_node)];
        for (const int node : rank.memory.of(memory_class).nodes) ++far[node];
    }
    if (shares_of(local) == shares_of(far)) return;
    notes.push_back(
        fmt::format("{}: {}; local: {}; so the two differ in shared memory channels as well as in distance",
                    name, sharing_text(far), sharing_text(local)));
}

void add_notes(std::vector<std::string>& notes, const PolicyChoice& choice, const std::string& memory_class,
               const Machine& machine, const std::vector<RankPlacement>& ranks) {
    const auto plain = PolicyChoice(*choice.row, choice.nodes).name();
    const auto name = memory_class.empty() ? plain : memory_class + "=" + plain;
    if (choice.row->follows == Follows::home && choice.nodes.empty())
        add_nearest(notes, name, machine, ranks);
    if (choice.row->follows == Follows::one_far_target)
        add_sharing(notes, name, machine, ranks, memory_class);
}

}  // namespace

std::vector<std::string> placement_notes(const PolicyChoice& choice, const Machine& machine,
                                         const std::vector<RankPlacement>& ranks) {
    std::vector<std::string> notes;
    add_notes(notes, choice, choice.classes.empty() ? "" : "rest", machine, ranks);
    for (const auto& [memory_class, other] : choice.classes)
        add_notes(notes, other, memory_class, machine, ranks);
    return notes;
}

}  // namespace accelbench::topology
