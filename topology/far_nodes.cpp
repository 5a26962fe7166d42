#include "topology/far_nodes.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace accelbench::topology {
namespace {

/// Ranks that share a node under local, and what all of them may have.
struct Group {
    std::vector<std::size_t> ranks;
    NodeSet candidates;
};

/// Ranks of one local node that have no far node in common are groups of their own.
std::vector<Group> groups_of(const std::vector<FarRank>& ranks) {
    std::map<std::pair<int, std::string>, Group> apart;
    std::map<int, Group> together;
    for (std::size_t r = 0; r < ranks.size(); ++r) {
        const auto& rank = ranks[r];
        auto& all = together[rank.local_node];
        all.candidates = all.ranks.empty() ? rank.candidates : all.candidates.intersect(rank.candidates);
        all.ranks.push_back(r);
        auto& own = apart[{rank.local_node, rank.candidates.to_string()}];
        own.candidates = rank.candidates;
        own.ranks.push_back(r);
    }
    std::vector<Group> groups;
    for (const auto& [node, group] : together)
        if (!group.candidates.empty()) groups.push_back(group);
    for (const auto& [key, group] : apart)
        if (together.at(key.first).candidates.empty()) groups.push_back(group);
    // The largest first: they are then matched if any set with them can be (a transversal matroid).
    std::stable_sort(groups.begin(), groups.end(), [](const Group& a, const Group& b) {
        return a.ranks.size() != b.ranks.size() ? a.ranks.size() > b.ranks.size()
                                                : a.ranks.front() < b.ranks.front();
    });
    return groups;
}

/// Matches groups to nodes, one each, by augmenting paths (Kuhn).
class Matching {
  public:
    explicit Matching(const std::vector<Group>& groups) : groups_(groups) {}

    void match(std::size_t group) {
        std::set<int> tried;
        augment(group, tried);
    }
    const std::map<int, std::size_t>& group_at() const { return group_at_; }

  private:
    bool augment(std::size_t group, std::set<int>& tried) {
        for (const int node : groups_[group].candidates) {
            if (group_at_.contains(node)) continue;
            group_at_[node] = group;
            return true;
        }
        for (const int node : groups_[group].candidates) {
            if (!tried.insert(node).second || !augment(group_at_.at(node), tried)) continue;
            group_at_[node] = group;
            return true;
        }
        return false;
    }

    const std::vector<Group>& groups_;
    std::map<int, std::size_t> group_at_;
};

/// Adds ranks of groups one by one, each along the path that ends at the node with the fewest, so that loads
/// stay as even as they can be (Harvey et al., Semi-matchings for bipartite graphs and load balancing, 2006).
class EvenFill {
  public:
    EvenFill(const std::vector<Group>& groups, const std::map<int, int>& most_ranks)
        : groups_(groups), most_ranks_(most_ranks) {}

    /// Ranks that stay where they are.
    void keep(int node, std::size_t group) { load_[node] += static_cast<int>(groups_[group].ranks.size()); }

    void add(std::size_t group) {
        std::map<int, Step> step_to;  // by node
        std::vector<int> queue;
        const auto reach = [&](const Step& step) {
            for (const int node : groups_[step.group].candidates)
                if (step_to.emplace(node, step).second) queue.push_back(node);
        };
        reach({group, -1});
        for (std::size_t next = 0; next < queue.size(); ++next) {
            const int here = queue[next];
            for (const auto& [other, ranks] : placed_[here])
                if (ranks > 0) reach({other, here});
        }
        int node = *std::min_element(queue.begin(), queue.end(),
                                     [&](int a, int b) { return cost(a) < cost(b); });
        ++load_[node];
        for (Step step = step_to.at(node); step.from >= 0; step = step_to.at(node)) {
            ++placed_[node][step.group];
            --placed_[step.from][step.group];
            node = step.from;
        }
        ++placed_[node][group];
    }

    /// The ranks of `group` by node.
    std::map<int, int> ranks_of(std::size_t group) const {
        std::map<int, int> ranks;
        for (const auto& [node, groups] : placed_)
            if (const auto at = groups.find(group); at != groups.end() && at->second > 0)
                ranks[node] = at->second;
        return ranks;
    }

  private:
    /// A rank of `group` that would come from a node; -1: it is the one to be added.
    struct Step {
        std::size_t group = 0;
        int from = -1;
    };

    std::tuple<bool, int, int> cost(int node) const {
        const auto load = load_.find(node);
        const int has = load == load_.end() ? 0 : load->second;
        const auto most = most_ranks_.find(node);
        return {most != most_ranks_.end() && has >= most->second, has, node};
    }

    const std::vector<Group>& groups_;
    const std::map<int, int>& most_ranks_;
    std::map<int, int> load_;
    std::map<int, std::map<std::size_t, int>> placed_;
};

/// Only nodes that hold the whole group, where there is one.
std::vector<Group> without_small_nodes(std::vector<Group> groups, const std::map<int, int>& most_ranks) {
    for (Group& group : groups) {
        NodeSet large;
        for (const int node : group.candidates) {
            const auto most = most_ranks.find(node);
            if (most == most_ranks.end() || most->second >= static_cast<int>(group.ranks.size()))
                large.insert(node);
        }
        if (!large.empty()) group.candidates = std::move(large);
    }
    return groups;
}

}  // namespace

int local_memory_node(const Machine& machine, int home_node) {
    const auto candidates = machine.unnamed_memory_nodes();
    if (candidates.empty() || candidates.contains(home_node)) return home_node;
    int nearest = candidates.first();
    for (const int node : candidates) {
        if (machine.distance(home_node, node) < machine.distance(home_node, nearest)) nearest = node;
    }
    return nearest;
}

NodeSet farthest_nodes(const Machine& machine, int home_node, const NodeSet& among) {
    const int local = local_memory_node(machine, home_node);
    std::uint64_t most = machine.distance(home_node, local);
    NodeSet farthest;
    for (const int node : among) {
        const auto distance = machine.distance(home_node, node);
        if (node == local || distance < most) continue;
        if (distance > most) farthest = {};
        if (distance > most || !farthest.empty()) farthest.insert(node);
        most = distance;
    }
    return farthest;
}

std::vector<int> assign_far_nodes(const std::vector<FarRank>& ranks, const std::map<int, int>& most_ranks) {
    const auto groups = groups_of(ranks);
    const auto roomy = without_small_nodes(groups, most_ranks);
    Matching matching(roomy);
    for (std::size_t group = 0; group < groups.size(); ++group) matching.match(group);
    std::vector<int> nodes(ranks.size(), -1);
    std::set<std::size_t> matched;
    EvenFill fill(groups, most_ranks);
    for (const auto& [node, group] : matching.group_at()) {
        matched.insert(group);
        fill.keep(node, group);
        for (const auto rank : groups[group].ranks) nodes[rank] = node;
    }
    for (std::size_t group = 0; group < groups.size(); ++group)
        if (!matched.contains(group))
            for (std::size_t i = 0; i < groups[group].ranks.size(); ++i) fill.add(group);
    for (std::size_t group = 0; group < groups.size(); ++group) {
        auto rank = groups[group].ranks.begin();
        for (const auto& [node, count] : fill.ranks_of(group))
            for (int i = 0; i < count; ++i) nodes[*rank++] = node;
    }
    return nodes;
}

}  // namespace accelbench::topology
