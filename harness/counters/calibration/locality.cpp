#include "harness/counters/calibration/locality.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace accelbench::counters {
namespace {

constexpr double most_of_local = 0.05;
constexpr double least_of_remote = 0.95;

constexpr std::array metrics{
    LocalityMetric{"page_local_ratio", "numa_local", "numa_other", "", true},
    LocalityMetric{"local_dram_ratio", "dram_reads_local", "dram_reads_remote", "", false},
    LocalityMetric{"mbm_local_ratio", "mbm_local_bytes", "", "mbm_total_bytes", true},
    LocalityMetric{"resident_local_ratio", "resident_bytes@own_node", "", "resident_bytes", false},
};

std::optional<double> count_of(std::string_view name, const StreamCounts& counts) {
    const auto at = counts.counted.find(name);
    return at == counts.counted.end() ? std::nullopt : std::optional(at->second);
}

/// Why the metric has no share of this stream; "" when it has one.
std::string why_no_share(const LocalityMetric& metric, const StreamCounts& counts) {
    if (!counts.error.empty()) return counts.error;
    for (const auto name : {metric.local, metric.remote, metric.total}) {
        if (name.empty() || count_of(name, counts)) continue;
        const auto at = counts.missing.find(name);
        return fmt::format("{} can't be read here: {}", name,
                           at == counts.missing.end() ? "no source has it" : at->second);
    }
    return remote_share(metric, counts) ? "" : "it counted nothing of a stream through memory";
}

}  // namespace

std::span<const LocalityMetric> locality_metrics() { return metrics; }

std::vector<std::string> locality_counters() {
    std::vector<std::string> names;
    for (const auto& metric : metrics) {
        for (const auto name : {metric.local, metric.remote, metric.total})
            if (!name.empty() && name.find('@') == std::string_view::npos) names.emplace_back(name);
    }
    return names;
}

std::optional<double> remote_share(const LocalityMetric& metric, const StreamCounts& counts) {
    const auto local = count_of(metric.local, counts);
    const auto other = count_of(metric.remote.empty() ? metric.total : metric.remote, counts);
    if (!counts.error.empty() || !local || !other) return std::nullopt;
    // Two files are read one after the other: the parts may come out a little larger than the whole.
    const double remote = metric.remote.empty() ? std::max(0.0, *other - *local) : *other;
    if (*local + remote <= 0) return std::nullopt;
    return remote / (*local + remote);
}

reports::Calibration judge(const LocalityMetric& metric, const StreamCounts& local,
                           const StreamCounts& remote) {
    reports::Calibration found;
    found.metric = metric.name;
    found.local_stream = remote_share(metric, local);
    found.remote_stream = remote_share(metric, remote);
    for (const auto* counts : {&local, &remote}) {
        if (found.reason.empty()) found.reason = why_no_share(metric, *counts);
    }
    if (!found.reason.empty()) return found;
    const double of_local = *found.local_stream, of_remote = *found.remote_stream;
    found.usable = of_local < most_of_local && of_remote > least_of_remote;
    if (found.usable) return found;
    found.reason = fmt::format(
        "of a local stream it reads {:.1f} % remote (expected: under {:.0f} %), of a remote one {:.1f} % (expected: "
        "over {:.0f} %){}",
        of_local * 100, most_of_local * 100, of_remote * 100, least_of_remote * 100,
        metric.counts_others ? "; other programs count too: try it on a quiet machine" : "");
    return found;
}

}  // namespace accelbench::counters
