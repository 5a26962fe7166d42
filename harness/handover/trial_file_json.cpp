#include <array>

#include "harness/handover/file_json.h"
#include "harness/handover/trial_file.h"
#include "harness/version.h"
#include "topology/machine_json.h"

namespace accelbench::harness {
namespace {

using topology::Json;

constexpr std::array<topology::RenamedKey, 1> renamed{{{2, "counters", "requested_counters"}}};

/// 1: without the format; parameters were a list of pairs, and the launcher its name alone.
constexpr topology::FileFormat trial_format{
    .key = "accelbench_trial", .version = 2, .accelbench = version, .renamed = renamed, .without_key = 1};

std::string read_launcher(const Json& json, const char* key) {
    return topology::text(topology::object_at(json, key), "name");
}

int read_port(const Json& json, const char* key) {
    return static_cast<int>(topology::integer(json, key, 0, 65535));
}

TrialFile trial_from_json(const Json& json, int format) {
    TrialFile trial;
    trial.cell = topology::text(json, "cell");
    trial.kernel = topology::text(json, "kernel");
    trial.parameters =
        format > 1 ? topology::named_texts(json, "parameters") : topology::pairs(json, "parameters");
    trial.seed = topology::unsigned_integer(json, "seed");
    trial.steps = topology::small_integer(json, "steps");
    trial.mpi = topology::flag(json, "mpi");
    trial.oversubscribed = topology::flag(json, "oversubscribed");
    topology::read_if_any(json, "allreduce", trial.allreduce, topology::text);
    topology::read_if_any(json, "processes", trial.processes, topology::small_integer);
    topology::read_if_any(json, "master_address", trial.master_address, topology::text);
    topology::read_if_any(json, "master_port", trial.master_port, read_port);
    topology::read_if_any(json, "links_seconds", trial.links_seconds, topology::number_from_0);
    topology::read_if_any(json, "requested_counters", trial.counters, topology::text);
    topology::read_if_any(json, "launcher", trial.launcher, format > 1 ? read_launcher : topology::text);
    topology::read_if_any(json, "watch_moves", trial.watch_moves, topology::flag);
    trial.folder = topology::text(json, "folder");
    trial.placement = topology::each(json, "placement", topology::rank_placement_from_json);
    return trial;
}

Json trial_to_json(const TrialFile& trial) {
    Json json = topology::begin_file(trial_format);
    json["cell"] = trial.cell;
    json["kernel"] = trial.kernel;
    json["parameters"] = Json::object();
    for (const auto& [name, value] : trial.parameters) json["parameters"][name] = value;
    json["seed"] = trial.seed;
    json["steps"] = trial.steps;
    json["mpi"] = trial.mpi;
    json["oversubscribed"] = trial.oversubscribed;
    json["allreduce"] = trial.allreduce;
    json["processes"] = trial.processes;
    json["master_address"] = trial.master_address;
    json["master_port"] = trial.master_port;
    json["links_seconds"] = trial.links_seconds;
    json["requested_counters"] = trial.counters;
    json["launcher"] = {{"name", trial.launcher}};
    json["watch_moves"] = trial.watch_moves;
    json["folder"] = trial.folder;
    json["placement"] = Json::array();
    for (const auto& rank : trial.placement)
        json["placement"].push_back(topology::rank_placement_to_json(rank));
    return json;
}

}  // namespace

void write_trial_file(const TrialFile& trial, const std::string& path) {
    write_whole(trial_to_json(trial), path);
}

TrialFile read_trial_file(const std::string& path) {
    return read_whole(path, "trial", trial_format, trial_from_json);
}

}  // namespace accelbench::harness
