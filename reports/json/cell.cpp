#include "reports/json/document.h"
#include "reports/json/records.h"
#include "reports/model/cell_parameters.h"
#include "topology/machine_json.h"

namespace accelbench::reports {
namespace {

Json write_work(const PhaseWork& work) {
    Json json;
    json["phase"] = work.phase;
    json["bytes"] = number_or_null(work.bytes);
    json["flops"] = number_or_null(work.flops);
    json["message_bytes"] = number_or_null(work.message_bytes);
    return json;
}

PhaseWork read_work(const Json& json) {
    return {text(json, "phase"), number(json, "bytes"), number(json, "flops"), number(json, "message_bytes")};
}

Parameters read_parameters(const Json& json) {
    if (!json.is_object()) throw BadField("\"parameters\" should be an object");
    Parameters parameters;
    for (const auto& entry : json.items())
        parameters.emplace_back(entry.key(), text(json, entry.key().c_str()));
    return parameters;
}

/// Of machines, processes or threads: at least 1, as processes of a machine are counted by dividing; a
/// hundred million of them are no machine's.
int count_of(const Json& json, const char* key) {
    return static_cast<int>(integer(json, key, 1, 100'000'000));
}

}  // namespace

Json write_cell(const Cell& cell) {
    Json json;
    json["id"] = cell.id;
    json["parameters"] = Json::object();
    for (const auto& [name, value] : all_parameters(cell)) json["parameters"][name] = value;
    json["kernel"] = cell.kernel;
    json["policy"] = cell.policy;
    json["machines"] = cell.machines;
    json["processes"] = cell.processes;
    json["threads"] = cell.threads;
    json["oversubscribed"] = cell.oversubscribed;
    json["skip"] = cell.skip;
    json["skip_by_environment"] = cell.skip_by_environment;
    json["phases"] = Json::array();
    for (const PhaseWork& work : cell.phases) json["phases"].push_back(write_work(work));
    json["items_per_step"] = number_or_null(cell.items_per_step);
    json["item"] = cell.item;
    json["placement"] = Json::array();
    for (const auto& rank : cell.placement)
        json["placement"].push_back(topology::rank_placement_to_json(rank));
    if (!cell.placement_notes.empty()) json["placement_notes"] = cell.placement_notes;
    json["command"] = cell.command;
    return json;
}

Cell read_cell(const Json& json) {
    Cell cell;
    cell.id = text(json, "id");
    const Parameters all = read_parameters(field(json, "parameters"));
    for (const auto& [name, value] : all)
        if (name == "hosts") cell.hosts = hosts_from(value);
    cell.parameters = without_members(all);
    cell.kernel = text(json, "kernel");
    cell.policy = text(json, "policy");
    cell.machines = count_of(json, "machines");
    cell.processes = count_of(json, "processes");
    cell.threads = count_of(json, "threads");
    cell.oversubscribed = flag(json, "oversubscribed");
    cell.skip = text(json, "skip");
    cell.skip_by_environment = flag(json, "skip_by_environment");
    cell.phases = each(json, "phases", read_work);
    cell.items_per_step = number(json, "items_per_step");
    cell.item = text(json, "item");
    cell.placement = each(json, "placement", topology::rank_placement_from_json);
    if (json.contains("placement_notes"))  // most cells have none, nor have older documents
        cell.placement_notes = texts(json, "placement_notes");
    cell.command = texts(json, "command");
    return cell;
}

Json cell_to_json(const Cell& cell) { return write_cell(cell); }

Cell cell_from_json(const Json& json) {
    Cell cell;
    guarded("this is no cell: ", [&] { cell = read_cell(json); });
    return cell;
}

}  // namespace accelbench::reports
