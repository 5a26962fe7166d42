#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "harness/trial_file.h"
#include "reports/json.h"
#include "topology/failure.h"
#include "topology/machine_json.h"

namespace accelbench::harness {
namespace {

using Json = nlohmann::ordered_json;

Json read_json(const std::string& path) {
    std::ifstream file(path);
    if (!file) throw Failure(Failure::Kind::usage, fmt::format("{}: {}", path, std::strerror(errno)));
    std::stringstream text;
    text << file.rdbuf();
    return Json::parse(text.str());
}

/// Reads a file with `read`; whatever is wrong inside becomes one line that names the file.
template <class Read>
auto read_whole(const std::string& path, const char* what, Read read) {
    try {
        return read(read_json(path));
    } catch (const nlohmann::json::exception& error) {
        throw Failure(Failure::Kind::usage,
                      fmt::format("{} is not a whole {}: {}", path, what, error.what()));
    }
}

TrialFile trial_from_json(const Json& json) {
    TrialFile trial;
    trial.cell = json.at("cell");
    trial.kernel = json.at("kernel");
    for (const auto& parameter : json.at("parameters"))
        trial.parameters.emplace_back(parameter.at(0), parameter.at(1));
    trial.seed = json.at("seed");
    trial.steps = json.at("steps");
    trial.mpi = json.at("mpi");
    trial.oversubscribed = json.at("oversubscribed");
    trial.allreduce = json.value("allreduce", trial.allreduce);
    trial.processes = json.value("processes", trial.processes);
    trial.master_address = json.value("master_address", trial.master_address);
    trial.master_port = json.value("master_port", trial.master_port);
    trial.links_seconds = json.value("links_seconds", trial.links_seconds);
    trial.counters = json.value("counters", trial.counters);
    trial.folder = json.at("folder");
    for (const auto& rank : json.at("placement"))
        trial.placement.push_back(topology::rank_placement_from_json(rank));
    return trial;
}

RankReport report_from_json(const Json& json) {
    RankReport report;
    report.status = json.at("status");
    report.reason = json.at("reason");
    report.losses = json.at("losses").get<std::vector<double>>();
    report.warmup_steps = json.at("warmup_steps");
    report.steady = json.at("steady");
    report.phase_seconds = json.at("phase_seconds").get<std::vector<std::vector<double>>>();
    report.facts = reports::rank_facts_from_json(json.at("facts"));
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
                 {"folder", trial.folder},
                 {"placement", Json::array()}};
    for (const auto& [name, value] : trial.parameters) json["parameters"].push_back({name, value});
    for (const auto& rank : trial.placement)
        json["placement"].push_back(topology::rank_placement_to_json(rank));
    reports::write_file_atomically(path, json.dump());
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
    reports::write_file_atomically(path, json.dump());
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
    reports::write_file_atomically(path, json.dump());
}

RankEnd read_rank_end(const std::string& path) {
    return read_whole(path, "rank end", [](const Json& json) {
        return RankEnd{json.at("rank"), json.at("host"), json.at("signal"), json.at("exit_code"),
                       json.at("said")};
    });
}

}  // namespace accelbench::harness
