#include <array>
#include <string_view>

#include "harness/handover/file_json.h"
#include "harness/handover/trial_file.h"
#include "harness/version.h"
#include "reports/json/records.h"

namespace accelbench::harness {
namespace {

using topology::Json;

/// 1: without the format.
constexpr topology::FileFormat rank_format{
    .key = "accelbench_rank", .version = 2, .accelbench = version, .renamed = {}, .without_key = 1};

constexpr std::array<topology::RenamedKey, 1> renamed_in_end{{{2, "said", "reason"}}};
constexpr topology::FileFormat end_format{.key = "accelbench_rank_end",
                                          .version = 2,
                                          .accelbench = version,
                                          .renamed = renamed_in_end,
                                          .without_key = 1};

/// A status that nobody knows would make the launch look well.
std::string read_status(const Json& json) {
    constexpr std::array<std::string_view, 3> statuses{"ok", "failed", "misplaced"};
    return std::string(statuses.at(topology::one_of(json, "status", statuses)));
}

/// [step][phase]; phases are looked up by their position.
std::vector<std::vector<double>> read_phase_seconds(const Json& json) {
    auto steps = topology::rows_of_numbers(json, "phase_seconds");
    for (const auto& phases : steps)
        if (phases.size() != steps.front().size())
            throw topology::BadField(fmt::format(
                "\"phase_seconds\" should have as many phases for each step, but has {} for the first and "
                "{} for another",
                steps.front().size(), phases.size()));
    return steps;
}

RankReport report_from_json(const Json& json, int) {
    RankReport report;
    report.status = read_status(json);
    report.reason = topology::text(json, "reason");
    report.losses = topology::numbers(json, "losses");
    report.warmup_steps = topology::small_integer(json, "warmup_steps");
    report.steady = topology::flag(json, "steady");
    report.phase_seconds = read_phase_seconds(json);
    report.facts = topology::record(json, "facts", reports::read_rank);
    if (json.contains("communication"))
        report.communication = topology::record(json, "communication", reports::read_communication);
    return report;
}

RankEnd end_from_json(const Json& json, int) {
    return {topology::small_integer(json, "rank"), topology::text(json, "host"),
            topology::signed_integer(json, "signal"), topology::signed_integer(json, "exit_code"),
            topology::text(json, "reason")};
}

}  // namespace

std::string rank_report_path(const std::string& folder, int rank) {
    return fmt::format("{}/rank-{}.json", folder, rank);
}

void write_rank_report(const RankReport& report, const std::string& path) {
    Json json = topology::begin_file(rank_format);
    json["status"] = report.status;
    json["reason"] = report.reason;
    json["losses"] = report.losses;
    json["warmup_steps"] = report.warmup_steps;
    json["steady"] = report.steady;
    json["phase_seconds"] = report.phase_seconds;
    json["facts"] = reports::write_rank(report.facts);
    if (report.communication) json["communication"] = reports::write_communication(*report.communication);
    write_whole(json, path);
}

RankReport read_rank_report(const std::string& path) {
    return read_whole(path, "rank report", rank_format, report_from_json);
}

std::string rank_end_path(const std::string& folder, int rank) {
    return fmt::format("{}/rank-{}.end", folder, rank);
}

void write_rank_end(const RankEnd& end, const std::string& path) {
    Json json = topology::begin_file(end_format);
    json["rank"] = end.rank;
    json["host"] = end.host;
    json["signal"] = end.signal;
    json["exit_code"] = end.exit_code;
    json["reason"] = end.reason;
    write_whole(json, path);
}

RankEnd read_rank_end(const std::string& path) {
    return read_whole(path, "rank end", end_format, end_from_json);
}

}  // namespace accelbench::harness
