#include "reports/analysis/cell_counts.h"

#include <algorithm>
#include <cmath>

#include "reports/analysis/launch_counts.h"
#include "reports/model/cells.h"
#include "reports/statistics/stats.h"

namespace accelbench::reports {
namespace {

void add_name(std::vector<std::string>& names, const std::string& name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) names.push_back(name);
}

std::vector<std::string> names_of(const Document& document, const std::vector<const Trial*>& trials) {
    std::vector<std::string> names;
    if (document.counters)
        for (const CounterInfo& counter : document.counters->counters) add_name(names, counter.name);
    if (!trials.empty() && !trials.front()->ranks.empty())
        for (const CounterValue& value : trials.front()->ranks.front().counters) add_name(names, value.name);
    return names;
}

/// Values of all launches, each divided by steps and readers.
struct Launches {
    std::vector<double> totals;
    std::vector<std::vector<double>> phases;
    std::map<int, std::vector<double>> nodes;

    void add(const LaunchCount& count, double parts) {
        totals.push_back(*count.total / parts);
        phases.resize(std::max(phases.size(), count.by_phase.size()));
        for (std::size_t i = 0; i < count.by_phase.size(); ++i)
            phases[i].push_back(count.by_phase[i] / parts);
        for (const auto& [node, amount] : count.by_node) nodes[node].push_back(amount / parts);
    }
};

CellCount described(const Document& document, const std::string& name) {
    CellCount count;
    count.name = name;
    count.per = "rank";
    const CounterInfo* counter = find_counter(document, name);
    if (counter == nullptr) return count;
    count.unit = counter->unit;
    count.source = counter->source;
    count.scope = counter->scope;
    if (counts_machine(*counter)) count.per = "machine";
    return count;
}

CellCount count_of(const Document& document, const std::vector<const Trial*>& trials,
                   const std::string& name) {
    CellCount count = described(document, name);
    Launches launches;
    for (const Trial* trial : trials) {
        const LaunchCount launch = launch_count(document, *trial, name);
        const int steps = is_level(name) ? 1 : measured_steps(*trial);
        if (launch.total && steps > 0) launches.add(launch, static_cast<double>(steps) * launch.readers);
        if (!launch.total && count.reason.empty()) count.reason = launch.reason;
        count.counted_share = std::min(count.counted_share, launch.counted_share);
    }
    if (launches.totals.empty()) return count;
    count.reason.clear();
    count.value = median(launches.totals);
    for (const auto& values : launches.phases) {
        const double middle = median(values);
        count.by_phase.push_back(std::isfinite(middle) ? std::optional(middle) : std::nullopt);
    }
    for (const auto& [node, values] : launches.nodes) count.by_node[node] = median(values);
    return count;
}

}  // namespace

std::vector<CellCount> counts_of_cell(const Document& document, const Cell& cell) {
    const auto trials = ok_trials_of(document, cell.id);
    std::vector<CellCount> counts;
    for (const std::string& name : names_of(document, trials))
        counts.push_back(count_of(document, trials, name));
    return counts;
}

}  // namespace accelbench::reports
