#include "topology/base/index_set.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "topology/base/numbers.h"
#include "topology/base/split.h"

namespace accelbench::topology {
namespace {

/// Most indices that a list may name, all ranges together and each as often as it stands there: eight times
/// the cpus of the largest Linux. A typing error ("0-4000000000") must not eat the memory.
constexpr std::size_t most_indices = 1 << 16;

std::optional<int> parse_index(std::string_view text) {
    const auto index = number_from<int>(text);
    return index && *index >= 0 ? index : std::nullopt;
}

/// Appends the indices of "3" or "0-3"; false when `text` is neither.
bool append_range(std::string_view text, std::vector<int>& indices) {
    const auto dash = text.find('-');
    const auto from = parse_index(text.substr(0, dash));
    const auto to = dash == std::string_view::npos ? from : parse_index(text.substr(dash + 1));
    if (!from || !to || *from > *to) return false;
    if (static_cast<std::size_t>(*to - *from) >= most_indices - indices.size()) return false;
    for (int more = 0; more <= *to - *from; ++more)
        indices.push_back(*from + more);  // `to` may be the largest
    return true;
}

void sort_unique(std::vector<int>& indices) {
    std::sort(indices.begin(), indices.end());
    indices.erase(std::unique(indices.begin(), indices.end()), indices.end());
}

}  // namespace

template <class Tag>
IndexSet<Tag>::IndexSet(std::initializer_list<int> indices) : IndexSet(std::vector<int>(indices)) {}

template <class Tag>
IndexSet<Tag>::IndexSet(std::vector<int> indices) : indices_(std::move(indices)) {
    sort_unique(indices_);
}

template <class Tag>
std::optional<IndexSet<Tag>> IndexSet<Tag>::parse(std::string_view text) {
    std::vector<int> indices;
    text = trimmed(text);
    while (!text.empty()) {
        const auto comma = text.find(',');
        if (!append_range(trimmed(text.substr(0, comma)), indices)) return std::nullopt;
        if (comma == std::string_view::npos) break;
        text.remove_prefix(comma + 1);
        if (text.empty()) return std::nullopt;  // "0-3," was cut off
    }
    return IndexSet(std::move(indices));
}

template <class Tag>
std::string IndexSet<Tag>::to_string() const {
    std::string text;
    for (std::size_t from = 0; from < indices_.size();) {
        std::size_t to = from;
        while (to + 1 < indices_.size() && indices_[to + 1] == indices_[to] + 1) ++to;
        if (!text.empty()) text += ',';
        text += std::to_string(indices_[from]);
        if (to > from) text += '-' + std::to_string(indices_[to]);
        from = to + 1;
    }
    return text;
}

template <class Tag>
bool IndexSet<Tag>::contains(int index) const {
    return std::binary_search(indices_.begin(), indices_.end(), index);
}

template <class Tag>
void IndexSet<Tag>::insert(int index) {
    const auto at = std::lower_bound(indices_.begin(), indices_.end(), index);
    if (at == indices_.end() || *at != index) indices_.insert(at, index);
}

template <class Tag>
void IndexSet<Tag>::insert(const IndexSet& other) {
    indices_.insert(indices_.end(), other.begin(), other.end());
    sort_unique(indices_);
}

template <class Tag>
bool IndexSet<Tag>::is_subset_of(const IndexSet& other) const {
    return std::includes(other.begin(), other.end(), begin(), end());
}

template <class Tag>
IndexSet<Tag> IndexSet<Tag>::intersect(const IndexSet& other) const {
    IndexSet both;
    std::set_intersection(begin(), end(), other.begin(), other.end(), std::back_inserter(both.indices_));
    return both;
}

template <class Tag>
IndexSet<Tag> IndexSet<Tag>::minus(const IndexSet& other) const {
    IndexSet rest;
    std::set_difference(begin(), end(), other.begin(), other.end(), std::back_inserter(rest.indices_));
    return rest;
}

template class IndexSet<struct CpuTag>;
template class IndexSet<struct NodeTag>;
template class IndexSet<struct RankTag>;

}  // namespace accelbench::topology
