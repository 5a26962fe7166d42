#include "reports/analysis/cause.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "reports/analysis/calibration.h"
#include "reports/analysis/launch_counts.h"
#include "reports/analysis/metrics.h"
#include "reports/analysis/paired_samples.h"
#include "reports/analysis/verdict.h"
#include "reports/model/cells.h"
#include "reports/statistics/stats.h"

namespace accelbench::reports {
namespace {

constexpr double least_part_of_gain = 0.05;

struct OtherRow {
    const char* counter;
    const char* words;
    bool is_time;
};

/// Events that cost time wherever they happen. A floor keeps what is certain but tiny out: one event a step
/// and reader, or 5 % of the difference of the step times.
constexpr std::array other_rows{
    OtherRow{"minor_faults", "minor page faults", false},
    OtherRow{"major_faults", "major page faults", false},
    OtherRow{"numa_hint_faults", "hinting faults of automatic NUMA balancing", false},
    OtherRow{"numa_pages_migrated", "pages migrated between nodes", false},
    OtherRow{"thp_fallbacks", "huge pages that were refused", false},
    OtherRow{"cpu_migrations", "moves between cpus", false},
    OtherRow{"involuntary_switches", "involuntary context switches", false},
    OtherRow{"steal_seconds", "stolen by the hypervisor", true},
    OtherRow{"psi_cpu_some", "of waiting for a cpu", true},
    OtherRow{"psi_memory_some", "of waiting for memory", true},
    OtherRow{"psi_group_cpu_some", "of waiting for a cpu in the control group", true},
    OtherRow{"psi_group_memory_some", "of waiting for memory in the control group", true},
};

double step_gain(const Pairing& all) {
    const auto steps = sample(all, [](const Cell&, const Trial& trial) { return trial.step_seconds; });
    return median(differences(steps));
}

Samples phase_times(const Pairing& all, std::size_t phase) {
    Samples times = sample(all, [&](const Cell&, const Trial& trial) -> std::optional<double> {
        if (phase >= trial.phase_seconds.size()) return std::nullopt;
        return trial.phase_seconds[phase];
    });
    return times;
}

std::vector<PhaseShift> shifts_of_phases(const Pairing& all, Verdict verdict) {
    std::vector<PhaseShift> shifts;
    double step = 0, gain = 0;
    const auto looked_at = static_cast<double>(all.cell.phases.size());  // Bonferroni
    for (std::size_t phase = 0; phase < all.cell.phases.size(); ++phase) {
        const Samples times = phase_times(all, phase);
        const std::vector<double> logs = log_ratios(times);
        if (logs.empty()) continue;  // of no length under either policy
        shifts.push_back({phase, all.cell.phases[phase].phase,
                          paired_ratio(logs, 1 - (1 - all.document.confidence) / looked_at),
                          median(times.base), median(differences(times)), false, std::nullopt});
        step += shifts.back().part_of_step;
        gain += shifts.back().part_of_gain;
    }
    for (PhaseShift& shift : shifts) {
        shift.part_of_step /= step;
        shift.part_of_gain /= gain;
        const bool beyond = verdict == Verdict::faster ? shift.ratio.high < 1 / (1 + all.document.margin)
                                                       : shift.ratio.low > 1 + all.document.margin;
        shift.carries = beyond && shift.part_of_gain >= least_part_of_gain;
    }
    return shifts;
}

/// 1 - ratio, of the whole step or of one phase.
Samples remote_shares(const Pairing& all, const MetricRow& row, std::optional<std::size_t> phase) {
    return sample(all, [&](const Cell& cell, const Trial& trial) -> std::optional<double> {
        const LaunchMetric metric = metric_of_launch(all.document, cell, trial, row);
        std::optional<double> local = metric.value;
        if (phase) local = *phase < metric.by_phase.size() ? metric.by_phase[*phase] : std::nullopt;
        if (!local) return std::nullopt;
        return 1 - *local;
    });
}

/// Of the first pair: the cell's reason, or else the base's. What follows a semicolon is a remedy or another
/// source's reason; it stands in the list of what is missing, and would drown the sentence.
std::string why_unknown(const Pairing& all, const MetricRow& row) {
    const LaunchPair& pair = all.pairs.front();
    std::string why = metric_of_launch(all.document, all.cell, *pair.own, row).reason;
    if (why.empty()) why = metric_of_launch(all.document, all.base, *pair.base, row).reason;
    return fmt::format("{} {}", row.name, why.substr(0, why.find("; ")));
}

/// The best metric of what was read that may be used: cores' own reads before traffic of whole caches.
void look_at_locality(const Pairing& all, Cause& cause) {
    for (const auto& [name, words] :
         {std::pair{"local_dram_ratio", "DRAM reads"}, std::pair{"mbm_local_ratio", "memory traffic"}}) {
        const MetricRow& row = metric_row(name);
        cause.remote = contrast(remote_shares(all, row, std::nullopt), calibration_tolerance,
                                all.document.confidence, 1);
        if (!cause.remote) {
            if (cause.why_no_locality.empty()) cause.why_no_locality = why_unknown(all, row);
            continue;
        }
        cause.locality = words;
        const auto carrying = std::count_if(cause.phases.begin(), cause.phases.end(),
                                            [](const PhaseShift& shift) { return shift.carries; });
        for (PhaseShift& shift : cause.phases)
            if (shift.carries)
                shift.remote = contrast(remote_shares(all, row, shift.place), calibration_tolerance,
                                        all.document.confidence, static_cast<std::size_t>(carrying));
        return;
    }
}

/// Per measured step and reader.
std::optional<double> each_step(const Document& document, const Trial& trial, const char* counter) {
    const LaunchCount count = launch_count(document, trial, counter);
    const int steps = measured_steps(trial);
    if (!count.total || steps == 0 || count.counted_share < least_counted_share) return std::nullopt;
    return *count.total / steps / count.readers;
}

void look_at_others(const Pairing& all, Cause& cause) {
    const double gain = std::abs(step_gain(all));
    for (const OtherRow& row : other_rows) {
        const Samples samples = sample(all, [&](const Cell&, const Trial& trial) {
            return each_step(all.document, trial, row.counter);
        });
        const auto found =
            contrast(samples, row.is_time ? 0.05 * gain : 1, all.document.confidence, other_rows.size());
        if (!found || !(cause.verdict == Verdict::faster ? found->less : found->more)) continue;
        const CounterInfo* counter = find_counter(all.document, row.counter);
        cause.others.push_back({row.words, row.is_time,
                                counter != nullptr && counts_machine(*counter) ? "machine" : "rank", *found});
    }
}

}  // namespace

Cause find_cause(const Document& document, const Comparison& comparison) {
    const Pairing all = pair_launches(document, comparison);
    Cause cause;
    cause.verdict = comparison.verdict;
    cause.policy = all.cell.policy;
    cause.base_policy = all.base.policy;
    if (all.pairs.empty()) return cause;
    cause.phases = shifts_of_phases(all, cause.verdict);
    look_at_locality(all, cause);
    const Samples elsewhere = remote_shares(all, metric_row("resident_local_ratio"), std::nullopt);
    cause.elsewhere = contrast(elsewhere, calibration_tolerance, document.confidence, 1);
    look_at_others(all, cause);
    return cause;
}

}  // namespace accelbench::reports
