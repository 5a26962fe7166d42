#pragma once

#include "reports/json/fields.h"
#include "reports/model/document.h"

namespace accelbench::reports {

/// Readers and writers of the records inside a document and inside the files of a sweep. The readers throw
/// BadField.
Json write_rank(const RankFacts& facts);
RankFacts read_rank(const Json& json);
Json write_channels(const topology::Channels& channels);
topology::Channels read_channels(const Json& json);
Json write_page_sizes(const topology::PageSizes& sizes);
topology::PageSizes read_page_sizes(const Json& json);
Json write_resident(const topology::Resident& resident);
topology::Resident read_resident(const Json& json);
Json write_other_memory(const topology::OtherMemory& memory);
topology::OtherMemory read_other_memory(const Json& json);
Json write_moves(const topology::Moves& moves);
topology::Moves read_moves(const Json& json);
Json write_sum_seconds(const SumSeconds& seconds);
SumSeconds read_sum_seconds(const Json& json);
Json write_communication(const Communication& communication);
Communication read_communication(const Json& json);
Json write_counter(const CounterValue& value);
CounterValue read_counter(const Json& json);
Json write_catalogue(const CounterCatalogue& catalogue);
CounterCatalogue read_catalogue(const Json& json);
Json write_metric(const DerivedMetric& metric);
DerivedMetric read_metric(const Json& json);
Json write_trial(const Trial& trial);
Trial read_trial(const Json& json);
Json write_cell(const Cell& cell);
Cell read_cell(const Json& json);
Json write_audit_row(const topology::AuditRow& row);
topology::AuditRow read_audit_row(const Json& json);
Json write_conditions(const topology::Conditions& conditions);
topology::Conditions read_conditions(const Json& json);
Json write_host_facts(const HostFacts& facts);
HostFacts read_host_facts(const Json& json);
Json write_host(const Host& host);
Host read_host(const Json& json);
Json write_estimate(const std::optional<Estimate>& estimate);
std::optional<Estimate> read_estimate(const Json& json, const char* key);
Json write_summary(const Summary& summary);
Summary read_summary(const Json& json);
/// The field "verdict" of a comparison or of a host.
Verdict read_verdict(const Json& json);
Json write_comparison(const Comparison& comparison);
Comparison read_comparison(const Json& json);
Json write_link(const Link& link);
Link read_link(const Json& json);
Json write_host_effect(const HostEffect& effect);
HostEffect read_host_effect(const Json& json);
Json write_scaling(const Scaling& scaling);
Scaling read_scaling(const Json& json);

}  // namespace accelbench::reports
