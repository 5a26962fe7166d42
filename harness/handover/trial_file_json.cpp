#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>

#include "harness/handover/trial_file.h"
#include "reports/json/document.h"
#include "topology/base/failure.h"
#include "topology/base/json_fields.h"
#include "topology/base/write_file.h"
#include "topology/machine_json.h"

namespace accelbench::harness {
namespace {

using topology::each;
using topology::field;
using topology::flag;
using topology::guarded;
using topology::Json;
using topology::number;
using topology::numbers;
using topology::pairs;
using topology::parse_json;
using topology::rows_of_numbers;
using topology::signed_integer;
using topology::small_integer;
using topology::text;
using topology::unsigned_integer;

/// Reads a file with `read`; whatever is wrong inside becomes one line that names the file.
template <class Read>
auto read_whole(const std::string& path, const char* what, Read read) {
    std::ifstream file(path);
    if (!file) throw Failure(Failure::Kind::usage, fmt::format("{}: {}", path, std::strerror(errno)));
    decltype(read(Json())) whole;
    guarded(fmt::format("{} is not a whole {}: ", path, what), [&] { whole = read(parse_json(file)); });
    return whole;
}

TrialFile trial_from_json(const Json& json) {
    TrialFile trial;
    trial.cell = text(json, "cell");
    trial.kernel = text(json, "kernel");
    trial.parameters = pairs(json, "parameters");
    trial.seed = unsigned_integer(json, "seed");
    trial.steps = small_integer(json, "steps");
    trial.mpi = flag(json, "mpi");
    trial.oversubscribed = flag(json, "oversubscribed");
    if (json.contains("allreduce")) trial.allreduce = text(json, "allreduce");
    if (json.contains("processes")) trial.processes = small_integer(json, "processes");
    if (json.contains("master_address")) trial.master_address = text(json, "master_address");
    if (json.contains("master_port")) trial.master_port = small_integer(json, "master_port");
    if (json.contains("links_seconds")) trial.links_seconds = number(json, "links_seconds");
    if (json.contains("counters")) trial.counters = text(json, "counters");
    if (json.contains("launcher")) trial.launcher = text(json, "launcher");
    if (json.contains("watch_moves")) trial.watch_moves = flag(json, "watch_moves");
    trial.folder = text(json, "folder");
    trial.placement = each(json, "placement", topology::rank_placement_from_json);
    return trial;
}

RankReport report_from_json(const Json& json) {
    RankReport report;
    report.status = text(json, "status");
    report.reason = text(json, "reason");
    report.losses = numbers(json, "losses");
    report.warmup_steps = small_integer(json, "warmup_steps");
    report.steady = flag(json, "steady");
    report.phase_seconds = rows_of_numbers(json, "phase_seconds");
    report.facts = reports::rank_facts_from_json(field(json, "facts"));
    if (json.contains("communication"))
        report.communication = reports::communication_from_json(json.at("communication"));
    return report;
}

}  // namespace

void write_trial_file(const TrialFile& trial, const std::string& path) {
    Json json = {{"cell", trial.cell},
                 {"kernel", trial.kernel},
                 {"parameters", Json::array()},
                 {"seed", trial.seed},
                 {"steps", trial.steps},
                 {"mpi", trial.mpi},
                 {"oversubscribed", trial.oversubscribed},
                 {"allreduce", trial.allreduce},
                 {"processes", trial.processes},
                 {"master_address", trial.master_address},
                 {"master_port", trial.master_port},
                 {"links_seconds", trial.links_seconds},
                 {"counters", trial.counters},
                 {"launcher", trial.launcher},
                 {"watch_moves", trial.watch_moves},
                 {"folder", trial.folder},
                 {"placement", Json::array()}};
    for (const auto& [name, value] : trial.parameters) json["parameters"].push_back({name, value});
    for (const auto& rank : trial.placement)
        json["placement"].push_back(topology::rank_placement_to_json(rank));
    write_file_atomically(path, json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

TrialFile read_trial_file(const std::string& path) { return read_whole(path, "trial", trial_from_json); }

std::string rank_report_path(const std::string& folder, int rank) {
    return fmt::format("{}/rank-{}.json", folder, rank);
}

void write_rank_report(const RankReport& report, const std::string& path) {
    Json json = {{"status", report.status},
                 {"reason", report.reason},
                 {"losses", report.losses},
                 {"warmup_steps", report.warmup_steps},
                 {"steady", report.steady},
                 {"phase_seconds", report.phase_seconds},
                 {"facts", reports::rank_facts_to_json(report.facts)}};
    if (report.communication) json["communication"] = reports::communication_to_json(*report.communication);
    write_file_atomically(path, json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

RankReport read_rank_report(const std::string& path) {
    return read_whole(path, "rank report", report_from_json);
}

std::string rank_end_path(const std::string& folder, int rank) {
    return fmt::format("{}/rank-{}.end", folder, rank);
}

void write_rank_end(const RankEnd& end, const std::string& path) {
    const Json json = {{"rank", end.rank},
                       {"host", end.host},
                       {"signal", end.signal},
                       {"exit_code", end.exit_code},
                       {"said", end.said}};
    write_file_atomically(path, json.dump(-1, ' ', false, Json::error_handler_t::replace));
}

RankEnd read_rank_end(const std::string& path) {
    return read_whole(path, "rank end", [](const Json& json) {
        return RankEnd{small_integer(json, "rank"), text(json, "host"), signed_integer(json, "signal"),
                       signed_integer(json, "exit_code"), text(json, "said")};
    });
}

}  // namespace accelbench::harness
