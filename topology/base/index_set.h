#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace accelbench::topology {

/// Sorted, unique operating-system indices. Cpus and nodes are distinct types so that one is never passed for
/// the other.
template <class Tag>
class IndexSet {
  public:
    IndexSet() = default;
    IndexSet(std::initializer_list<int> indices);
    explicit IndexSet(std::vector<int> indices);
    /// Reads the kernel's list format, "0-3,8"; an empty text is the empty set; nullopt on anything else.
    static std::optional<IndexSet> parse(std::string_view text);
    /// The kernel's list format, "0-3,8"; "" when empty.
    std::string to_string() const;

    bool empty() const { return indices_.empty(); }
    int size() const { return static_cast<int>(indices_.size()); }
    bool contains(int index) const;
    void insert(int index);
    void insert(const IndexSet& other);
    bool is_subset_of(const IndexSet& other) const;
    IndexSet intersect(const IndexSet& other) const;
    IndexSet minus(const IndexSet& other) const;
    int first() const { return indices_.front(); }
    auto begin() const { return indices_.begin(); }
    auto end() const { return indices_.end(); }
    bool operator==(const IndexSet&) const = default;

  private:
    std::vector<int> indices_;
};

/// "node 1", "nodes 0-1,4": `one` names a member.
template <class Tag>
std::string named(std::string_view one, const IndexSet<Tag>& set) {
    return std::string(one) + (set.size() == 1 ? " " : "s ") + set.to_string();
}

using CpuSet = IndexSet<struct CpuTag>;
using NodeSet = IndexSet<struct NodeTag>;
using RankSet = IndexSet<struct RankTag>;

}  // namespace accelbench::topology
