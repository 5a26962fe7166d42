#include "harness/rank/links.h"

#include "bench/message/link_survey.h"
#include "harness/handover/links_file.h"
#include "topology/base/this_host.h"

namespace accelbench::rank {
namespace {

using bench::message::Percentiles;

reports::Estimate latency_of(const Percentiles& seconds, int trips) {
    return {seconds.median, seconds.p10, seconds.p90, trips};
}

/// The slowest trips are the lowest bandwidths.
reports::Estimate bandwidth_of(const Percentiles& seconds, int trips) {
    constexpr double bytes = bench::message::large_message_bytes;
    return {bytes / seconds.median, bytes / seconds.p90, bytes / seconds.p10, trips};
}

}  // namespace

void measure_links(const harness::TrialFile& trial, bench::message::Transport& transport) {
    const auto hosts = transport.all_gather(host_name());
    const auto survey = bench::message::survey_links(transport, trial.links_seconds);
    harness::LinksFile file{{}, survey.left_out};
    for (const auto& pair : survey.pairs)
        file.links.push_back({hosts.at(static_cast<std::size_t>(pair.ranks.first)),
                              hosts.at(static_cast<std::size_t>(pair.ranks.second)),
                              latency_of(pair.half_trip_seconds, pair.small_trips),
                              bandwidth_of(pair.large_half_trip_seconds, pair.large_trips),
                              pair.side_by_side});
    if (transport.rank() == 0) harness::write_links_file(file, harness::links_path(trial.folder));
    harness::RankReport report;
    report.facts.rank = transport.rank();
    report.facts.host = host_name();
    report.facts.step_seconds = {0};
    harness::write_rank_report(report, harness::rank_report_path(trial.folder, transport.rank()));
    transport.all_gather("done");  // a rank that left early would look like a failure to some launchers
}

}  // namespace accelbench::rank
