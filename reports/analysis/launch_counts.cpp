#include "reports/analysis/launch_counts.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

namespace accelbench::reports {
namespace {

const CounterValue* value_of(const RankFacts& rank, std::string_view name) {
    for (const CounterValue& value : rank.counters)
        if (value.name == name) return &value;
    return nullptr;
}

/// The rank's one node, as its cpus tell; -1 when it may run on several.
int own_node_of(const Document& document, const RankFacts& rank) {
    const auto cpus = topology::CpuSet::parse(rank.cpus_allowed);
    int own = -1;
    for (const topology::NumaNode& node : document.machine.nodes) {
        if (!cpus || cpus->intersect(node.cpus).empty()) continue;
        if (own != -1) return -1;
        own = node.index;
    }
    return own;
}

/// Adds up readers one by one.
class Sum {
  public:
    explicit Sum(const Document& document) : document_(document) {}

    void add(const RankFacts& rank, const CounterValue& value) {
        ++count_.readers;
        if (!value.total || !std::isfinite(*value.total)) {
            if (count_.reason.empty())
                count_.reason = value.reason.empty() ? "it has no value" : value.reason;
            return;
        }
        count_.total = count_.total.value_or(0) + *value.total;
        count_.counted_share = std::min(count_.counted_share, value.counted_share);
        add_phases(value);
        add_nodes(rank, value);
    }

    LaunchCount result() && {
        if (!count_.reason.empty()) return {{}, {}, {}, {}, 1, count_.readers, count_.reason};
        if (!phases_told_) count_.by_phase.clear();
        if (own_node_known_ && !count_.by_node.empty()) count_.own_node = own_node_;
        return std::move(count_);
    }

  private:
    void add_phases(const CounterValue& value) {
        if (count_.by_phase.empty()) count_.by_phase.resize(value.by_phase.size());
        phases_told_ =
            phases_told_ && !value.by_phase.empty() && value.by_phase.size() == count_.by_phase.size();
        for (std::size_t i = 0; phases_told_ && i < value.by_phase.size(); ++i)
            count_.by_phase[i] += value.by_phase[i];
    }

    void add_nodes(const RankFacts& rank, const CounterValue& value) {
        for (const auto& [node, amount] : value.by_node) count_.by_node[node] += amount;
        const int own = own_node_of(document_, rank);
        own_node_known_ = own_node_known_ && own != -1 && !value.by_node.empty();
        const auto found = value.by_node.find(own);
        if (found != value.by_node.end()) own_node_ += found->second;
    }

    const Document& document_;
    LaunchCount count_;
    bool phases_told_ = true;
    bool own_node_known_ = true;
    double own_node_ = 0;
};

std::string why_nobody(const CounterInfo* counter) {
    if (counter != nullptr && !counter->reason.empty()) return counter->reason;
    return counter == nullptr ? "it was not requested, or nothing here counts it" : "no rank gave it";
}

}  // namespace

const CounterInfo* find_counter(const Document& document, std::string_view name) {
    if (!document.counters) return nullptr;
    for (const CounterInfo& counter : document.counters->counters)
        if (counter.name == name) return &counter;
    return nullptr;
}

bool counts_machine(const CounterInfo& counter) {
    return counter.scope != "thread" && counter.scope != "process";
}

bool is_level(std::string_view counter) { return counter == "resident_bytes"; }

LaunchCount launch_count(const Document& document, const Trial& trial, std::string_view name) {
    const CounterInfo* counter = find_counter(document, name);
    const bool once_a_machine = counter != nullptr && counts_machine(*counter);
    Sum sum(document);
    std::set<std::string> all, read;
    for (const RankFacts& rank : trial.ranks) {
        const std::string reader = once_a_machine ? rank.host : std::to_string(rank.rank);
        all.insert(reader);
        const CounterValue* value = value_of(rank, name);
        if (value != nullptr && read.insert(reader).second) sum.add(rank, *value);
    }
    LaunchCount count = std::move(sum).result();
    if (read.empty()) count.reason = why_nobody(counter);
    if (read.empty() || read.size() == all.size() || !count.reason.empty()) return count;
    return {{},
            {},
            {},
            {},
            1,
            count.readers,
            fmt::format("only {} of {} {} gave it", read.size(), all.size(),
                        once_a_machine ? "machines" : "ranks")};
}

int measured_steps(const Trial& trial) {
    return trial.ranks.empty() ? 0 : static_cast<int>(trial.ranks.front().step_seconds.size());
}

double measured_seconds(const Trial& trial) {
    double longest = 0;
    for (const RankFacts& rank : trial.ranks)
        longest = std::max(longest, std::accumulate(rank.step_seconds.begin(), rank.step_seconds.end(), 0.0));
    return longest;
}

}  // namespace accelbench::reports
