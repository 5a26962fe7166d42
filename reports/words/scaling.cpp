#include "reports/words/scaling.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "reports/analysis/verdict.h"
#include "reports/model/cells.h"
#include "reports/text/units.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

int size_of(const Document& document, const ScalingPath& path, const std::string& id) {
    const Cell* cell = find_cell(document, id);
    if (cell == nullptr) return 0;
    return path.axis == "machines" ? cell->machines : cell->processes;
}

std::string sized(const Document& document, const ScalingPath& path, const std::string& id) {
    const int size = size_of(document, path, id);
    return path.axis == "machines" ? plural(size, "machine", "machines")
                                   : plural(size, "process", "processes");
}

/// The step that the sentence is about: the first that can't be judged, the first that no longer pays, or the
/// last.
const ScalingStep& telling_step(const ScalingPath& path) {
    if (path.stops_paying == Pays::no) return path.steps.back();
    const auto after = std::find_if(path.steps.rbegin(), path.steps.rend(), [](const ScalingStep& step) {
                           return step.pays == Pays::yes;
                       }).base();
    if (path.stops_paying == Pays::yes) return *after;
    return *std::find_if(after, path.steps.end(),
                         [](const ScalingStep& step) { return step.pays == Pays::inconclusive; });
}

std::string gain_text(const Estimate& gain) {
    const std::string interval =
        std::isfinite(gain.low) ? fmt::format("[{}, {}]", ratio_text(gain.low), ratio_text(gain.high))
                                : "[no interval]";
    return fmt::format("{}x {}", ratio_text(gain.value), interval);
}

/// In the launches that the gain comes from; older documents don't hold their times.
std::string paired_throughput(const Document& document, const std::string& id,
                              const std::optional<double>& seconds) {
    const Cell* cell = find_cell(document, id);
    if (cell == nullptr || !seconds) return throughput_text(document, id);
    if (cell->items_per_step > 0)
        return fmt::format("{} {}/s", count_text(cell->items_per_step / *seconds), cell->item);
    return time_text(*seconds) + " per step";
}

/// "183 k against 181 k tokens/s"
std::string both_throughputs(const Document& document, const ScalingStep& step) {
    const std::string from = paired_throughput(document, step.from_cell, step.from_seconds);
    const std::string to = paired_throughput(document, step.to_cell, step.to_seconds);
    const auto unit = to.rfind(' ');
    const bool shared = unit != std::string::npos && from.ends_with(to.substr(unit));
    return fmt::format("{} against {}", shared ? to.substr(0, unit) : to, from);
}

std::string why_unclear(const Document& document, const ScalingStep& step) {
    if (step.gain.n < least_pairs) return fmt::format("; too few pairs, a verdict needs {}", least_pairs);
    return fmt::format("; the interval holds the {} margin", percent_text(document.margin));
}

}  // namespace

std::string throughput_text(const Document& document, const std::string& id) {
    const Cell* cell = find_cell(document, id);
    const Summary* summary = find_summary(document, id);
    if (cell == nullptr || summary == nullptr || !summary->step_seconds) return "-";
    if (summary->items_per_second)
        return fmt::format("{} {}/s", count_text(*summary->items_per_second), cell->item);
    return time_text(summary->step_seconds->value) + " per step";
}

std::string path_name(const Document& document, const ScalingPath& path) {
    const Cell* cell = find_cell(document, path.last_paying_cell);
    if (cell == nullptr) return "";
    const std::string sizes =
        path.axis == "machines"
            ? plural(cell->processes / cell->machines, "process", "processes") + " per machine"
            : "on " + plural(cell->machines, "machine", "machines");
    return fmt::format("{}, {} each", sizes, plural(cell->threads, "thread", "threads"));
}

std::string series_name(const Document& document, const Scaling& scaling) {
    const Cell* base = find_cell(document, scaling.base_cell);
    const auto pages = base == nullptr ? "" : chosen_pages(*base);
    return scaling.policy + (pages.empty() ? "" : " " + pages);
}

std::string knee_text(const Document& document, const ScalingPath& path) {
    const std::string last = sized(document, path, path.last_paying_cell);
    switch (path.stops_paying) {
        case Pays::yes:
            return "stops paying after " + last;
        case Pays::no:
            return fmt::format("pays up to {}, the most measured", last);
        case Pays::inconclusive:
            break;
    }
    return fmt::format("inconclusive whether {} pay", sized(document, path, telling_step(path).to_cell));
}

std::string knee_evidence(const Document& document, const ScalingPath& path) {
    const ScalingStep& step = telling_step(path);
    std::string text = fmt::format("{} give {} over {}, {}, n = {}", size_of(document, path, step.to_cell),
                                   gain_text(step.gain), size_of(document, path, step.from_cell),
                                   both_throughputs(document, step), step.gain.n);
    if (path.stops_paying == Pays::inconclusive) text += why_unclear(document, step);
    const Cell* cell = find_cell(document, step.to_cell);
    if (cell != nullptr && cell->oversubscribed) text += "; oversubscribed";
    return text;
}

std::string path_in_words(const Document& document, const ScalingPath& path) {
    return knee_text(document, path) + ": " + knee_evidence(document, path);
}

}  // namespace accelbench::reports
