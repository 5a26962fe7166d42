#include <fmt/format.h>

#include <limits>

#include "reports/json/document.h"
#include "reports/json/records.h"
#include "reports/model/interned.h"
#include "reports/model/names.h"
#include "topology/base/failure.h"

namespace accelbench::reports {

Json write_rank(const RankFacts& facts) {
    Json json;
    json["rank"] = facts.rank;
    json["host"] = facts.host;
    json["cpus_allowed"] = facts.cpus_allowed;
    json["pages_by_node"] = node_counts_to_json(facts.pages_by_node);
    json["pages_by_node_before"] = node_counts_to_json(facts.pages_by_node_before);
    for (const auto& [memory_class, pages] : facts.pages_by_class)
        json["pages_by_class"][memory_class] = node_counts_to_json(pages);
    json["pages"] = facts.pages;
    json["misplaced_pages"] = facts.misplaced_pages;
    json["threads"] = facts.threads;
    json["misplaced_threads"] = facts.misplaced_threads;
    json["verified_by"] = facts.verified_by;
    json["step_seconds"] = numbers_or_null(facts.step_seconds);
    json["peak_flops"] = number_or_null(facts.peak_flops);
    json["max_resident_bytes"] = facts.max_resident_bytes;
    if (facts.page_sizes) json["page_sizes"] = write_page_sizes(*facts.page_sizes);
    if (facts.resident) json["resident"] = write_resident(*facts.resident);
    if (facts.other_memory) json["other_memory"] = write_other_memory(*facts.other_memory);
    if (facts.moves) json["moves"] = write_moves(*facts.moves);
    json["usage"] = Json::object();
    for (const auto& [name, count] : facts.usage) json["usage"][name] = count;
    for (const CounterValue& value : facts.counters) json["counters"].push_back(write_counter(value));
    if (facts.phases_read_every != 1) json["phases_read_every"] = facts.phases_read_every;
    if (facts.channels) json["channels"] = write_channels(*facts.channels);
    if (facts.sum_seconds) json["sum_seconds"] = write_sum_seconds(*facts.sum_seconds);
    if (facts.cpu_wait_share) json["cpu_wait_share"] = *facts.cpu_wait_share;
    if (facts.conditions) json["conditions"] = write_conditions(*facts.conditions);
    return json;
}

RankFacts read_rank(const Json& json) {
    RankFacts facts;
    facts.rank = small_integer(json, "rank");
    facts.host = text(json, "host");
    facts.cpus_allowed = text(json, "cpus_allowed");
    facts.pages_by_node = node_counts(json, "pages_by_node");
    facts.pages_by_node_before = node_counts(json, "pages_by_node_before");
    if (json.contains("pages_by_class")) {
        const Json& classes = object_at(json, "pages_by_class");
        for (const auto& [memory_class, pages] : classes.items())
            facts.pages_by_class[memory_class] = node_counts(classes, memory_class.c_str());
    }
    facts.pages = unsigned_integer(json, "pages");
    facts.misplaced_pages = unsigned_integer(json, "misplaced_pages");
    facts.threads = small_integer(json, "threads");
    facts.misplaced_threads = small_integer(json, "misplaced_threads");
    facts.verified_by = text(json, "verified_by");
    facts.step_seconds = numbers(json, "step_seconds");
    facts.peak_flops = number(json, "peak_flops");
    facts.max_resident_bytes = unsigned_integer(json, "max_resident_bytes");
    record_if_any(json, "page_sizes", facts.page_sizes, read_page_sizes);
    record_if_any(json, "resident", facts.resident, read_resident);
    record_if_any(json, "other_memory", facts.other_memory, read_other_memory);
    record_if_any(json, "moves", facts.moves, read_moves);
    facts.usage = signed_counters(json, "usage");
    if (json.contains("counters")) facts.counters = each(json, "counters", read_counter);
    read_if_any(json, "phases_read_every", facts.phases_read_every, small_integer);
    record_if_any(json, "channels", facts.channels, read_channels);
    record_if_any(json, "sum_seconds", facts.sum_seconds, read_sum_seconds);
    read_if_any(json, "cpu_wait_share", facts.cpu_wait_share, optional_number);
    record_if_any(json, "conditions", facts.conditions, read_conditions);
    return facts;
}

Json write_trial(const Trial& trial) {
    Json json;
    json["sequence"] = trial.sequence;
    json["block"] = trial.block;
    json["cell"] = trial.cell;
    json["status"] = std::string(to_string(trial.status));
    json["reason"] = trial.reason;
    json["started_unix_seconds"] = number_or_null(trial.started_unix_seconds);
    json["wall_seconds"] = number_or_null(trial.wall_seconds);
    json["step_seconds"] = number_or_null(trial.step_seconds);
    json["phase_seconds"] = numbers_or_null(trial.phase_seconds);
    json["warmup_steps"] = trial.warmup_steps;
    json["steady"] = trial.steady;
    json["losses"] = numbers_or_null(trial.losses);
    json["ranks"] = Json::array();
    for (const RankFacts& facts : trial.ranks) json["ranks"].push_back(write_rank(facts));
    if (trial.communication) json["communication"] = write_communication(*trial.communication);
    json["kernel_counters"] = Json::object();
    for (const auto& [name, delta] : trial.kernel_counters)
        json["kernel_counters"].emplace(std::string(name), delta);
    return json;
}

Trial read_trial(const Json& json) {
    Trial trial;
    trial.sequence = small_integer(json, "sequence");
    trial.block = small_integer(json, "block");
    trial.cell = text(json, "cell");
    const std::string status = text(json, "status");
    if (!trial_status_from(status))
        throw BadField(fmt::format("\"status\" is \"{}\", which is no status", status));
    trial.status = *trial_status_from(status);
    trial.reason = text(json, "reason");
    trial.started_unix_seconds = number(json, "started_unix_seconds");
    trial.wall_seconds = number(json, "wall_seconds");
    trial.step_seconds = optional_number(json, "step_seconds");
    trial.phase_seconds = numbers(json, "phase_seconds");
    trial.warmup_steps = small_integer(json, "warmup_steps");
    trial.steady = flag(json, "steady");
    trial.losses = numbers(json, "losses");
    trial.ranks = each(json, "ranks", read_rank);
    record_if_any(json, "communication", trial.communication, read_communication);
    const auto deltas = counters(json, "kernel_counters");
    trial.kernel_counters.reserve(deltas.size());
    for (const auto& [name, delta] : deltas) trial.kernel_counters.emplace_back(interned(name), delta);
    return trial;
}

std::string trial_to_line(const Trial& trial) { return dump(write_trial(trial)); }

Trial trial_from_line(std::string_view line) {
    Trial trial;
    guarded("this line is no whole trial: ", [&] { trial = read_trial(topology::parse_json(line)); });
    return trial;
}

}  // namespace accelbench::reports
