#include "reports/analysis/busy.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "reports/analysis/paired_samples.h"
#include "reports/text/units.h"
#include "topology/audit/conditions.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

/// The most of all ranks, and of the first one of each machine.
struct Disturbance {
    double load = 0;
    double steal = 0;
    double wait = 0;
};

Disturbance disturbance_of(const Cell& cell, const Trial& trial) {
    const bool bound = std::none_of(cell.placement.begin(), cell.placement.end(),
                                    [](const auto& rank) { return rank.cpus.empty(); });
    Disturbance most;
    for (const RankFacts& rank : trial.ranks) {
        if (bound && !cell.placement.empty() && !cell.oversubscribed)
            most.wait = std::max(most.wait, rank.cpu_wait_share.value_or(0));
        if (!rank.conditions) continue;
        most.load = std::max(most.load, rank.conditions->load_1min.value_or(0));
        most.steal = std::max(most.steal, rank.conditions->steal_share.value_or(0));
    }
    return most;
}

bool is_busy(const Disturbance& found, double most_load) {
    return found.load > most_load || found.steal > topology::heavy_steal || found.wait > busy_wait_share;
}

int cpus_of(const Document& document) {
    return static_cast<int>(document.machine.cpus.size() + document.machine.hidden_cpus.size());
}

/// What of it was beyond the rule: "ranks waited for a cpu up to 43 % of the time; load up to 11.4 on 2 cpus".
std::string how_busy(const Document& document, const Disturbance& most) {
    std::vector<std::string> signs;
    if (most.wait > busy_wait_share)
        signs.push_back(fmt::format("ranks waited for a cpu up to {} of the time", percent_text(most.wait)));
    if (most.load > busy_load(document))
        signs.push_back(
            fmt::format("load up to {:.1f} on {}", most.load, plural(cpus_of(document), "cpu", "cpus")));
    if (most.steal > topology::heavy_steal)
        signs.push_back(fmt::format("the hypervisor stole up to {}", percent_text(most.steal)));
    return join(signs, "; ");
}

}  // namespace

double busy_load(const Document& document) {
    int most = cpus_of(document);
    if (most == 0) return std::numeric_limits<double>::infinity();
    for (const Cell& cell : document.cells)
        if (cell.skip.empty())
            most = std::max(most, cell.processes / std::max(1, cell.machines) * cell.threads);
    return busy_load_factor * most + 0.5;
}

bool is_busy(const Cell& cell, const Trial& trial, double most_load) {
    return is_busy(disturbance_of(cell, trial), most_load);
}

int count_busy_pairs(const Document& document, const Comparison& comparison, double most_load) {
    const Pairing all = pair_launches(document, comparison);
    return static_cast<int>(std::count_if(all.pairs.begin(), all.pairs.end(), [&](const LaunchPair& pair) {
        return is_busy(all.cell, *pair.own, most_load) || is_busy(all.base, *pair.base, most_load);
    }));
}

bool is_too_busy(const Comparison& comparison) {
    return comparison.ratio && comparison.busy_pairs > busy_pairs_share * comparison.ratio->n;
}

std::string busy_sentence(const Document& document) {
    const auto refused = static_cast<std::size_t>(
        std::count_if(document.comparisons.begin(), document.comparisons.end(), is_too_busy));
    if (refused == 0) return "";
    std::map<std::string, const Cell*> cells;
    for (const Cell& cell : document.cells) cells[cell.id] = &cell;
    const double most_load = busy_load(document);
    Disturbance most;
    int launches = 0, busy = 0;
    for (const Trial& trial : document.trials) {
        const auto cell = cells.find(trial.cell);
        if (trial.status != TrialStatus::ok || cell == cells.end()) continue;
        const Disturbance found = disturbance_of(*cell->second, trial);
        ++launches;
        busy += is_busy(found, most_load);
        most = {std::max(most.load, found.load), std::max(most.steal, found.steal),
                std::max(most.wait, found.wait)};
    }
    const std::string what = refused == document.comparisons.size()
                                 ? std::string("policies")
                                 : fmt::format("policies in {} of {} comparisons", refused,
                                               document.comparisons.size());
    return fmt::format(
        "this machine was too busy to compare {}: other processes wanted the cpus in {} of {} launches ({}); "
        "measure again when nothing else runs",
        what, busy, launches, how_busy(document, most));
}

}  // namespace accelbench::reports
