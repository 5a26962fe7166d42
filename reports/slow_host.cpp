#include "reports/slow_host.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "reports/cells.h"
#include "reports/slow_host_words.h"
#include "reports/stats.h"
#include "reports/verdict.h"

namespace accelbench::reports {
namespace {

/// Cells that differ in nothing but their hosts, and their log step times: block -> one of each cell.
struct Rotation {
    std::vector<const Cell*> cells;
    std::map<int, std::vector<double>> blocks;
    int dropped = 0;
};

std::string key_of(const Cell& cell) {
    std::string key =
        fmt::format("{}/{}/{}/{}/{}", cell.kernel, cell.policy, cell.machines, cell.processes, cell.threads);
    for (const auto& [name, value] : cell.parameters)
        if (name != "hosts") key += fmt::format("/{}={}", name, value);
    return key;
}

/// Rotations in the order of their first cells.
std::vector<Rotation> rotations_of(const Document& document) {
    std::vector<Rotation> rotations;
    std::map<std::string, std::size_t> places;
    for (const Cell& cell : document.cells) {
        const Summary* summary = find_summary(document, cell.id);
        if (chosen_hosts(cell).empty() || summary == nullptr || !summary->step_seconds) continue;
        const auto [place, is_new] = places.try_emplace(key_of(cell), rotations.size());
        if (is_new) rotations.emplace_back();
        rotations[place->second].cells.push_back(&cell);
    }
    return rotations;
}

void add_blocks(const Document& document, Rotation& rotation) {
    std::map<int, std::map<const Cell*, double>> found;
    for (const Cell* cell : rotation.cells) {
        for (const Trial* trial : trials_of(document, cell->id)) found[trial->block];
        for (const Trial* trial : ok_trials_of(document, cell->id))
            found[trial->block].try_emplace(cell, std::log(*trial->step_seconds));
    }
    for (const auto& [block, steps] : found) {
        if (steps.size() < rotation.cells.size()) {
            ++rotation.dropped;
            continue;
        }
        for (const Cell* cell : rotation.cells) rotation.blocks[block].push_back(steps.at(cell));
    }
}

/// What all hosts of the document have before Holm's correction.
struct Measured {
    HostEffect effect;
    HostTimes times;
};

double mean(const std::vector<double>& values) {
    double sum = 0;
    for (const double value : values) sum += value;
    return sum / static_cast<double>(values.size());
}

bool has(const Cell& cell, const std::string& host) {
    const auto hosts = chosen_hosts(cell);
    return std::find(hosts.begin(), hosts.end(), host) != hosts.end();
}

Measured measure(const Document& document, const Rotation& rotation, const std::string& host) {
    std::vector<bool> is_with;
    Measured measured;
    for (const Cell* cell : rotation.cells) {
        is_with.push_back(has(*cell, host));
        if (is_with.back() && measured.effect.choices_with++ == 0) measured.effect.cell = cell->id;
    }
    measured.effect.host = host;
    measured.effect.choices_without = static_cast<int>(is_with.size()) - measured.effect.choices_with;
    measured.effect.dropped_blocks = rotation.dropped;
    std::vector<double> logs, with_seconds, without_seconds;
    for (const auto& [block, steps] : rotation.blocks) {
        std::vector<double> with, without;
        for (std::size_t i = 0; i < steps.size(); ++i) (is_with[i] ? with : without).push_back(steps[i]);
        if (without.empty()) return measured;  // every choice has it: nothing to compare with
        logs.push_back(mean(with) - mean(without));
        with_seconds.push_back(std::exp(mean(with)));
        without_seconds.push_back(std::exp(mean(without)));
    }
    if (logs.empty()) return measured;
    measured.effect.ratio = paired_ratio(logs, document.confidence);
    measured.effect.p_value = p_against_margin(logs, document.margin);
    measured.times = {median(with_seconds), median(without_seconds)};
    return measured;
}

std::vector<Measured> measure_all(const Document& document) {
    std::vector<Measured> all;
    for (Rotation& rotation : rotations_of(document)) {
        std::set<std::string> seen;
        if (rotation.cells.size() < 2) continue;
        add_blocks(document, rotation);
        for (const Cell* cell : rotation.cells)
            for (const std::string& host : chosen_hosts(*cell)) {
                if (!seen.insert(host).second) continue;
                all.push_back(measure(document, rotation, host));
                if (all.back().effect.choices_without == 0) all.pop_back();
            }
    }
    return all;
}

}  // namespace

std::vector<HostEffect> measure_hosts(const Document& document) {
    std::vector<HostEffect> effects;
    if (is_emulated(document)) return effects;
    std::vector<Measured> all = measure_all(document);
    std::vector<double> p_values;
    for (const Measured& measured : all) p_values.push_back(measured.effect.p_value);
    const std::vector<double> adjusted = holm(p_values);
    for (std::size_t i = 0; i < all.size(); ++i) {
        HostEffect& effect = all[i].effect;
        effect.p_adjusted = adjusted[i];
        if (effect.ratio)
            effect.verdict =
                judge_ratio(*effect.ratio, effect.p_adjusted, document.margin, document.confidence);
        effect.why = host_in_words(effect, all[i].times, document);
        effects.push_back(std::move(effect));
    }
    return effects;
}

}  // namespace accelbench::reports
