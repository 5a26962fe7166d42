#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>

#include "reports/analysis/busy.h"
#include "reports/analysis/verdict.h"
#include "reports/html/parts.h"
#include "reports/html/sections.h"
#include "reports/model/cells.h"
#include "reports/text/units.h"
#include "topology/base/list_text.h"

namespace accelbench::reports {
namespace {

std::string code(const std::string& text) { return "<code>" + escape(text) + "</code>"; }

std::string warmup_text(const Document& document) {
    int most = 0;
    std::uint64_t unsteady = 0;
    for (const Trial& trial : document.trials) {
        most = std::max(most, trial.warmup_steps);
        if (!trial.steady) ++unsteady;
    }
    return fmt::format(
        "detected in each launch, at most {} here; the first step is always excluded; {} did not settle and "
        "{} marked unsteady",
        plural(most, "step", "steps"), plural(unsteady, "launch", "launches"), unsteady == 1 ? "is" : "are");
}

std::size_t blocks_of(const Document& document) {
    std::set<int> blocks;
    for (const Trial& trial : document.trials) blocks.insert(trial.block);
    return blocks.size();
}

std::string command_of(const Document& document) {
    for (const Cell& cell : document.cells)
        if (cell.skip.empty() && !cell.command.empty()) return code(join(cell.command, " "));
    return "none";
}

std::string ratio_method(const Document& document) {
    if (is_emulated(document)) return "none: on an emulated machine no ratio means anything";
    return "Hodges-Lehmann centre of the paired log ratios within blocks, with the interval of the "
           "signed-rank test";
}

/// "12 launches: 96.1 %", for each number of launches that a cell has.
std::string coverage_text(const Document& document) {
    std::map<int, double> coverage;
    for (const Summary& summary : document.summaries)
        if (summary.interval_coverage) coverage[summary.launches] = *summary.interval_coverage;
    std::vector<std::string> parts;
    for (const auto& [launches, share] : coverage)
        parts.push_back(fmt::format("{}: {:.1f} %", plural(launches, "launch", "launches"), 100 * share));
    return parts.empty() ? "none from so few launches" : first_few(parts);
}

std::string verdict_method(const Document& document) {
    if (is_emulated(document)) return "none: emulated";
    return fmt::format(
        "signed-rank test against a margin of {}, Holm's correction over {}; the same when the interval lies "
        "inside "
        "the margin; never from fewer than {} pairs, nor where more than {} of the pairs contain a launch during which "
        "other processes wanted the cpus",
        percent_text(document.margin), plural(document.comparisons.size(), "comparison", "comparisons"),
        least_pairs, percent_text(busy_pairs_share));
}

}  // namespace

std::string method_section(const Document& document) {
    return html_section(
        "method", "How it was measured",
        html_facts(
            {{"Command", code(join(document.argv, " "))},
             {"A launch's command", command_of(document)},
             {"accelbench", escape(document.accelbench_version)},
             {"Written", escape(document.created)},
             {"Launcher", escape(document.launcher + ", " + document.launcher_version)},
             {"Order", fmt::format("{} of all cells, each in a fresh random order",
                                   plural(blocks_of(document), "block", "blocks"))},
             {"Seed", std::to_string(document.seed)},
             {"Unit of replication", "one launch of all processes; steps inside a launch are never pooled"},
             {"A launch's value",
              "per step the slowest rank's time; of these the median over the measured steps"},
             {"Warm-up", escape(warmup_text(document))},
             {"Clock", fmt::format("each rank's monotonic clock (clock source {})",
                                   document.environment.clock_source.empty()
                                       ? "unknown"
                                       : escape(document.environment.clock_source))},
             {"Interval of a step time",
              fmt::format("at least {:.0f} %, exact: between two order statistics of the launches; {}",
                          100 * document.confidence, coverage_text(document))},
             {"Ratio to local", ratio_method(document)},
             {"Verdict", verdict_method(document)}}));
}

std::string rules_section(const Document& document) {
    const std::string intro =
        "<p class=\"hint\">Hoefler and Belli, Scientific Benchmarking of Parallel Computing Systems, SC "
        "2015.</p>\n";
    const std::vector<std::string> answers{
        "Speed-ups state their base: every ratio is against local and shows both absolute values.",
        "Nothing is picked: each skipped cell and each lost launch is listed with its reason.",
        "Costs are summarised as costs; rates are total work over total time of all measured steps.",
        "Ratios are summarised only within pairs, on the log scale, and the costs behind them are shown.",
        "Step times vary, so each carries an interval and n.",
        "No normal distribution is assumed: medians, order statistics and a rank test.",
        "Comparisons are tested, with correction for their number, against a margin.",
        "Besides the median, p90, p99 and the maximum over launches are given.",
        "All factors and the set-up are recorded: cells, command, seed, machine, environment.",
        "Clock, synchronisation and summarising over ranks are stated above.",
        fmt::format("Utilisation is against a bound measured in the same launch{}.",
                    document.trials.empty() ? " (no launch here)" : ""),
        document.scaling.empty()
            ? "Every launch is drawn as a point; no line joins what can't be interpolated."
            : "Every launch is drawn as a point; the lines of the scaling chart guide the eye from size to size, "
              "and only the sizes were measured."};
    std::string list = "<ol class=\"plain\">\n";
    for (const std::string& answer : answers) list += "<li>" + escape(answer) + "</li>\n";
    return html_section("rules", "The twelve rules", intro + list + "</ol>\n");
}

}  // namespace accelbench::reports
