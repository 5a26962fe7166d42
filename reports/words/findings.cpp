#include "reports/words/findings.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <utility>

#include "reports/analysis/losses.h"
#include "reports/model/cell_parameters.h"
#include "reports/model/cells.h"
#include "reports/model/names.h"
#include "reports/text/units.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

/// Groups in the order in which their reasons were met.
class Groups {
  public:
    void add(const std::string& reason, const std::string& member) { add_alike(reason, reason, member); }
    /// Reasons with the same `key` are one; it is shown in the words of the first.
    void add_alike(const std::string& key, const std::string& reason, const std::string& member) {
        const auto [place, is_new] = places_.try_emplace(key, all_.size());
        if (is_new) all_.push_back({reason, {}});
        all_[place->second].members.push_back(member);
    }
    std::vector<Grouped> take() && { return std::move(all_); }

  private:
    std::unordered_map<std::string, std::size_t> places_;
    std::vector<Grouped> all_;
};

std::string name_of(const Cell& cell) { return cell.policy + " " + shape_text(cell); }

std::string name_of(const Trial& trial, const std::string& cell) {
    return fmt::format("trial {} (block {}, {})", trial.sequence, trial.block, cell);
}

/// The reason without the name of the trial's folder, in which the reasons of launches differ that failed alike.
std::string without_own_folder(std::string reason, const Trial& trial) {
    const auto own = fmt::format("trials/{:06}/", trial.sequence);
    for (auto at = reason.find(own); at != std::string::npos; at = reason.find(own, at)) reason.erase(at, own.size());
    return reason;
}

/// The times behind a ratio, where the medians beside it would give another one.
std::string paired_times(const Document& document, const Comparison& comparison) {
    const Summary* own = find_summary(document, comparison.cell);
    const Summary* base = find_summary(document, comparison.base_cell);
    if (own == nullptr || base == nullptr || !own->step_seconds || !base->step_seconds) return "";
    if (!comparison.cell_seconds || !comparison.base_seconds) return "";
    const double shown = own->step_seconds->value / base->step_seconds->value;
    if (std::abs(std::log(shown / comparison.ratio->value)) <= std::log1p(document.margin)) return "";
    return fmt::format(" ({} / {} ms)", milliseconds_text(*comparison.cell_seconds),
                       milliseconds_text(*comparison.base_seconds));
}

}  // namespace

Parameters beside_shape(const Cell& cell) {
    Parameters others = cell.parameters;
    std::erase_if(others, [](const auto& parameter) { return parameter.first == "pages"; });
    if (!cell.hosts.empty()) others.emplace_back("hosts", joined_hosts(cell.hosts));
    return others;
}

std::string shape_text(const Cell& cell) {
    const auto pages = chosen_pages(cell);
    return fmt::format("{} x {} x {}{}{}{}", cell.machines, cell.processes, cell.threads,
                       cell.oversubscribed ? "*" : "", pages.empty() ? "" : " ", pages);
}

std::string work_text(const Document& document, const Cell& cell) {
    const Parameters shared = shared_parameters(document);
    std::string text;
    for (const auto& parameter : beside_shape(cell))
        if (std::find(shared.begin(), shared.end(), parameter) == shared.end())
            text += fmt::format("{}{}={}", text.empty() ? "" : " ", parameter.first,
                                value_text(parameter.second));
    return text.empty() ? "-" : text;
}

std::string value_text(const std::string& value) {
    constexpr std::size_t readable = 48;
    const auto all = std::count(value.begin(), value.end(), '+') + 1;
    if (value.size() <= readable || all < 4) return value;
    const auto second = value.find('+', value.find('+') + 1);
    return fmt::format("{}+{} more", value.substr(0, second), all - 2);
}

std::string against_local(const Document& document, const Cell& cell) {
    const Summary* summary = find_summary(document, cell.id);
    if (summary != nullptr && !summary->losses_differ.empty()) return "losses differ";
    if (summary == nullptr || !summary->step_seconds) return "no launch was ok";
    if (cell.policy == base_policy) return "base";
    if (is_emulated(document)) return "not judged: emulated";
    const Cell* base = base_of(document, cell);
    if (base == nullptr) return "no local cell to compare with";
    const Comparison* comparison = find_comparison(document, cell.id);
    if (comparison == nullptr) return "no pair with local";
    return fmt::format("{} {}x{}", to_string(comparison->verdict), ratio_text(comparison->ratio->value),
                       paired_times(document, *comparison));
}

std::vector<Grouped> open_comparisons(const Document& document) {
    Groups groups;
    for (const Comparison& comparison : document.comparisons) {
        const Cell* cell = find_cell(document, comparison.cell);
        if (!comparison.settled_by.empty() && cell != nullptr)
            groups.add(comparison.settled_by, name_of(*cell));
    }
    return std::move(groups).take();
}

std::vector<std::string> unsteady_launches(const Document& document) {
    std::vector<std::string> names;
    for (const Trial& trial : document.trials) {
        if (trial.status != TrialStatus::ok || trial.steady) continue;
        const Cell* cell = find_cell(document, trial.cell);
        names.push_back(name_of(trial, cell == nullptr ? trial.cell : name_of(*cell)));
    }
    return names;
}

std::vector<Grouped> unreliable_utilisations(const Document& document) {
    Groups groups;
    for (const Summary& summary : document.summaries) {
        const Cell* cell = find_cell(document, summary.cell);
        if (!summary.utilisation_unreliable.empty() && cell != nullptr)
            groups.add(summary.utilisation_unreliable, name_of(*cell));
    }
    return std::move(groups).take();
}

std::string interval_sentence(const Document& document) {
    double least = 2, most = 0;
    for (const Summary& summary : document.summaries) {
        if (!summary.interval_coverage) continue;
        least = std::min(least, *summary.interval_coverage);
        most = std::max(most, *summary.interval_coverage);
    }
    if (least > most) return "";
    const std::string low = fmt::format("{:.1f}", 100 * least), high = fmt::format("{:.1f}", 100 * most);
    return fmt::format("{:.0f} % interval: of the median, between two order statistics; exact coverage {} %",
                       100 * document.confidence, low == high ? low : low + " to " + high);
}

std::vector<Grouped> placement_notes(const Document& document) {
    Groups groups;
    for (const Cell& cell : document.cells)
        if (cell.skip.empty())
            for (const std::string& note : cell.placement_notes) groups.add(note, name_of(cell));
    return std::move(groups).take();
}

std::vector<Grouped> skips_by_reason(const Document& document) {
    Groups groups;
    for (const Cell& cell : document.cells)
        if (!cell.skip.empty()) groups.add(cell.skip, name_of(cell));
    return std::move(groups).take();
}

std::vector<Grouped> lost_trials(const Document& document) {
    Groups groups;
    for (const Trial& trial : document.trials) {
        if (trial.status == TrialStatus::ok) continue;
        const Cell* cell = find_cell(document, trial.cell);
        const auto reason = fmt::format("{}: {}", to_string(trial.status), trial.reason);
        groups.add_alike(without_own_folder(reason, trial), reason,
                         name_of(trial, cell == nullptr ? trial.cell : name_of(*cell)));
    }
    return std::move(groups).take();
}

std::string losses_sentence(const Document& document) {
    const LossCheck check = check_losses(document);
    const std::string start = "losses bit-identical across policies: ";
    if (!check.differ.empty()) return start + "NO";
    if (check.groups == 0) return start + "not compared (no two policies of the same work gave losses)";
    return start + fmt::format("yes ({})", plural(check.groups, "group", "groups"));
}

std::vector<std::string> diverging_cells(const Document& document) {
    std::vector<std::string> lines;
    for (const auto& [id, where] : check_losses(document).differ) {
        const Cell* cell = find_cell(document, id);
        lines.push_back(fmt::format("{}: {}", cell == nullptr ? id : name_of(*cell), where));
    }
    return lines;
}

std::string emulation_sentence(const Document& document) {
    if (!is_emulated(document)) return "";
    return fmt::format("emulated ({}): placement is verified here, times mean nothing; no verdict is given",
                       document.environment.emulation);
}

std::string one_node_sentence(const Document& document) {
    const auto has_one_node = [](const topology::Machine& machine) {
        return std::count_if(machine.nodes.begin(), machine.nodes.end(), [](const topology::NumaNode& node) {
                   return node.kind != topology::MemoryKind::none;
               }) == 1;
    };
    const bool everywhere = std::all_of(document.hosts.begin(), document.hosts.end(), [&](const Host& host) {
        return !host.facts || has_one_node(host.facts->machine);
    });
    if (is_emulated(document) || !has_one_node(document.machine) || !everywhere) return "";
    return fmt::format(
        "{} one NUMA node, so the cost of NUMA can't be measured here. scripts/numa-lab shows "
        "placement on emulated nodes; its times mean nothing",
        document.hosts.size() > 1 ? "each of these machines has" : "this machine has");
}

std::string ended_sentence(const Document& document) {
    const auto measured = static_cast<std::uint64_t>(std::count_if(
        document.cells.begin(), document.cells.end(), [](const Cell& cell) { return cell.skip.empty(); }));
    return fmt::format("{} of {} in {}; ended: {}", plural(document.trials.size(), "launch", "launches"),
                       plural(measured, "cell", "cells"), duration_text(document.elapsed_seconds),
                       document.ended);
}

}  // namespace accelbench::reports
