#include "reports/analysis/slow_host.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "reports/analysis/pairing.h"
#include "reports/analysis/verdict.h"
#include "reports/model/cell_parameters.h"
#include "reports/model/cells.h"
#include "reports/statistics/pair_centre.h"
#include "reports/statistics/signed_rank.h"
#include "reports/statistics/stats.h"

namespace accelbench::reports {
namespace {

/// Cells that differ in nothing but their hosts, and of each block their log step times in the order of the cells.
struct Rotation {
    std::vector<const Cell*> cells;
    std::vector<std::vector<double>> blocks;
    int dropped = 0;
};

/// Rotations in the order of their first cells.
std::vector<Rotation> rotations_of(const Document& document) {
    std::vector<Rotation> rotations;
    std::map<std::string, std::size_t> places;
    for (const Cell& cell : document.cells) {
        const Summary* summary = find_summary(document, cell.id);
        if (cell.hosts.empty() || summary == nullptr || !summary->step_seconds) continue;
        const auto [place, is_new] = places.try_emplace(key_without(cell, {"hosts"}), rotations.size());
        if (is_new) rotations.emplace_back();
        rotations[place->second].cells.push_back(&cell);
    }
    return rotations;
}

void add_blocks(const Document& document, Rotation& rotation) {
    const PairedBlocks paired = pair_launches(document, rotation.cells);
    rotation.dropped = paired.dropped;
    for (const auto& launches : paired.launches) {
        rotation.blocks.emplace_back();
        for (const Trial* trial : launches) rotation.blocks.back().push_back(std::log(*trial->step_seconds));
    }
}

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

bool has(const Cell& cell, const std::string& host) {
    return std::find(cell.hosts.begin(), cell.hosts.end(), host) != cell.hosts.end();
}

/// Log ratios of one choice, block by block, over what the others take without the host.
using LogRatios = std::map<std::string, std::vector<double>>;

void find_least(const LogRatios& choices, HostEffect& effect) {
    for (const auto& [cell, logs] : choices) {
        const double ratio = std::exp(hodges_lehmann(logs));
        if (effect.least_ratio && ratio >= *effect.least_ratio) continue;
        effect.least_ratio = ratio;
        effect.least_cell = cell;
    }
}

HostEffect count_choices(const Rotation& rotation, const std::string& host) {
    HostEffect effect;
    effect.host = host;
    for (const Cell* cell : rotation.cells) {
        if (!has(*cell, host)) {
            ++effect.choices_without;
            continue;
        }
        if (effect.choices_with++ == 0) effect.cell = cell->id;
    }
    effect.dropped_blocks = rotation.dropped;
    return effect;
}

/// Needs a choice without the host.
HostEffect measure(const Document& document, const Rotation& rotation, HostEffect effect) {
    std::vector<double> logs, with_seconds, without_seconds;
    LogRatios choices;
    for (const std::vector<double>& steps : rotation.blocks) {
        std::vector<double> with, without;
        for (std::size_t i = 0; i < steps.size(); ++i)
            (has(*rotation.cells[i], effect.host) ? with : without).push_back(steps[i]);
        logs.push_back(mean(with) - mean(without));
        with_seconds.push_back(std::exp(mean(with)));
        without_seconds.push_back(std::exp(mean(without)));
        for (std::size_t i = 0; i < steps.size(); ++i)
            if (has(*rotation.cells[i], effect.host))
                choices[rotation.cells[i]->id].push_back(steps[i] - mean(without));
    }
    if (logs.empty()) return effect;
    effect.ratio = paired_ratio(logs, document.confidence);
    effect.p_value = p_against_margin(logs, document.margin);
    find_least(choices, effect);
    const CentreTimes times = times_at_centre(with_seconds, without_seconds);
    effect.with_seconds = times.cell;
    effect.without_seconds = times.base;
    return effect;
}

/// Every host that is in some choices and not in all.
void measure_rotation(const Document& document, const Rotation& rotation, std::vector<HostEffect>& all) {
    std::set<std::string> seen;
    for (const Cell* cell : rotation.cells)
        for (const std::string& host : cell->hosts) {
            if (!seen.insert(host).second) continue;
            HostEffect effect = count_choices(rotation, host);
            if (effect.choices_without > 0) all.push_back(measure(document, rotation, std::move(effect)));
        }
}

std::vector<HostEffect> measure_all(const Document& document) {
    std::vector<HostEffect> all;
    for (Rotation& rotation : rotations_of(document)) {
        add_blocks(document, rotation);
        measure_rotation(document, rotation, all);
    }
    return all;
}

Verdict judge(const HostEffect& effect, const Document& document) {
    if (!effect.ratio) return Verdict::inconclusive;
    const Verdict verdict =
        judge_ratio(*effect.ratio, effect.p_adjusted, document.margin, document.confidence);
    const bool every_choice = effect.least_ratio && *effect.least_ratio > 1 + document.margin;
    return verdict == Verdict::slower && !every_choice ? Verdict::inconclusive : verdict;
}

}  // namespace

std::vector<HostEffect> measure_hosts(const Document& document) {
    if (is_emulated(document)) return {};
    std::vector<HostEffect> effects = measure_all(document);
    std::vector<double> p_values;
    for (const HostEffect& effect : effects) p_values.push_back(effect.p_value);
    const std::vector<double> adjusted = holm(p_values);
    for (std::size_t i = 0; i < effects.size(); ++i) {
        effects[i].p_adjusted = adjusted[i];
        effects[i].verdict = judge(effects[i], document);
    }
    return effects;
}

}  // namespace accelbench::reports
