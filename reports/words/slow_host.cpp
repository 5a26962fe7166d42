#include "reports/words/slow_host.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/analysis/verdict.h"
#include "reports/model/cell_parameters.h"
#include "reports/model/cells.h"
#include "reports/text/units.h"
#include "reports/words/findings.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

std::string choice_name(const Document& document, const std::string& id) {
    const Cell* cell = find_cell(document, id);
    return cell == nullptr ? id : value_text(joined_hosts(cell->hosts));
}

std::string why_unclear(const HostEffect& effect, const Document& document) {
    if (effect.ratio->n < least_pairs)
        return fmt::format("; too few blocks, a verdict needs {}", least_pairs);
    if (effect.p_adjusted < 1 - document.confidence && effect.least_ratio)
        return fmt::format("; but {} alone take {}x: a slow link, or another slow host, may be the cause",
                           choice_name(document, effect.least_cell), ratio_text(*effect.least_ratio));
    if (effect.ratio->low > 1 + document.margin || effect.ratio->high < 1 / (1 + document.margin))
        return "; not significant among so many hosts and sizes, more launches would decide";
    return fmt::format("; the interval holds the {} margin", percent_text(document.margin));
}

/// "local 2 x 2 x 1": what the hosts of one rotation share.
std::string rotation_name(const Document& document, const HostEffect& effect) {
    const Cell* cell = find_cell(document, effect.cell);
    return cell == nullptr ? effect.cell : fmt::format("{} {}", cell->policy, shape_text(*cell));
}

bool looks_slower(const HostEffect* a, const HostEffect* b) {
    const auto ratio = [](const HostEffect* effect) { return effect->ratio ? effect->ratio->value : 0; };
    return ratio(a) > ratio(b);
}

/// Of one rotation.
void add_findings(const std::string& name, std::vector<const HostEffect*> effects,
                  std::vector<HostFinding>& findings) {
    std::stable_sort(effects.begin(), effects.end(), looks_slower);
    bool any_slow = false;
    for (const HostEffect* effect : effects) {
        if (effect->verdict != Verdict::slower) continue;
        any_slow = true;
        findings.push_back({effect, name + ": a slow host"});
    }
    const HostEffect* suspect = effects.front();
    if (any_slow || suspect->verdict != Verdict::inconclusive) return;
    findings.push_back({suspect, name + ": inconclusive whether a host is slow, the most suspect is"});
}

}  // namespace

std::string host_in_words(const HostEffect& effect, const Document& document) {
    if (!effect.ratio)
        return fmt::format("{}: not compared, no block has every choice of hosts", effect.host);
    const Estimate& ratio = *effect.ratio;
    const std::string interval = std::isfinite(ratio.low)
                                     ? fmt::format("{:.0f} % interval {} to {}", 100 * document.confidence,
                                                   ratio_text(ratio.low), ratio_text(ratio.high))
                                     : "no interval";
    std::string text = fmt::format(
        "{}: choices with it take {}x the step time of those without ({}, n = {}, {} against {}, {} against "
        "{})",
        effect.host, ratio_text(ratio.value), interval, plural(ratio.n, "block", "blocks"),
        plural(effect.choices_with, "choice", "choices"), effect.choices_without,
        time_text(effect.with_seconds.value_or(NAN)), time_text(effect.without_seconds.value_or(NAN)));
    return effect.verdict == Verdict::inconclusive ? text + why_unclear(effect, document) : text;
}

std::vector<HostFinding> host_findings(const Document& document) {
    std::vector<HostFinding> findings;
    std::vector<std::pair<std::string, std::vector<const HostEffect*>>> rotations;
    for (const HostEffect& effect : document.host_effects) {
        const std::string name = rotation_name(document, effect);
        const auto same = [&](const auto& rotation) { return rotation.first == name; };
        auto at = std::find_if(rotations.begin(), rotations.end(), same);
        if (at == rotations.end()) at = rotations.insert(at, {name, {}});
        at->second.push_back(&effect);
    }
    for (auto& [name, effects] : rotations) add_findings(name, std::move(effects), findings);
    return findings;
}

}  // namespace accelbench::reports
