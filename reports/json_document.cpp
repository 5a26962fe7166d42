#include <fmt/format.h>

#include "reports/cells.h"
#include "reports/json.h"
#include "reports/json_records.h"
#include "topology/failure.h"
#include "topology/machine_json.h"

namespace accelbench::reports {
namespace {

constexpr int schema_version = 1;

template <class Record>
Json write_each(const std::vector<Record>& records, Json (*write)(const Record&)) {
    Json json = Json::array();
    for (const Record& record : records) json.push_back(write(record));
    return json;
}

Json write_document(const Document& document) {
    Json json;
    json["accelbench"]["schema"] = document.schema;
    json["accelbench"]["version"] = document.accelbench_version;
    json["created"] = document.created;
    json["argv"] = document.argv;
    json["seed"] = document.seed;
    json["launcher"]["name"] = document.launcher;
    json["launcher"]["version"] = document.launcher_version;
    json["confidence"] = number_or_null(document.confidence);
    json["margin"] = number_or_null(document.margin);
    json["ended"] = document.ended;
    json["elapsed_seconds"] = number_or_null(document.elapsed_seconds);
    json["machine"] = topology::machine_to_json(document.machine);
    json["environment"] = topology::environment_to_json(document.environment);
    if (document.counters) json["counters"] = write_catalogue(*document.counters);
    json["audit"] = write_each(document.audit, write_audit_row);
    json["hosts"] = write_each(document.hosts, write_host);
    json["emulated"] = is_emulated(document);  // for readers that don't know each fact of the environment
    json["links"] = write_each(document.links, write_link);
    json["links_reason"] = document.links_reason;
    json["cells"] = write_each(document.cells, write_cell);
    json["trials"] = write_each(document.trials, write_trial);
    json["summaries"] = write_each(document.summaries, write_summary);
    json["comparisons"] = write_each(document.comparisons, write_comparison);
    json["host_effects"] = write_each(document.host_effects, write_host_effect);
    json["scaling"] = write_each(document.scaling, write_scaling);
    return json;
}

Document read_fields(const Json& json) {
    Document document;
    document.accelbench_version = text(field(json, "accelbench"), "version");
    document.created = text(json, "created");
    document.argv = texts(json, "argv");
    document.seed = unsigned_integer(json, "seed");
    document.launcher = text(field(json, "launcher"), "name");
    document.launcher_version = text(field(json, "launcher"), "version");
    document.confidence = number(json, "confidence");
    document.margin = number(json, "margin");
    document.ended = text(json, "ended");
    document.elapsed_seconds = number(json, "elapsed_seconds");
    document.machine = topology::machine_from_json(field(json, "machine"));
    document.environment = topology::environment_from_json(field(json, "environment"));
    if (json.contains("audit")) document.audit = each(json, "audit", read_audit_row);
    if (json.contains("links")) document.links = each(json, "links", read_link);
    if (json.contains("links_reason")) document.links_reason = text(json, "links_reason");
    if (json.contains("counters")) document.counters = read_catalogue(json.at("counters"));
    if (json.contains("hosts")) document.hosts = each(json, "hosts", read_host);  // older ones have none
    document.cells = each(json, "cells", read_cell);
    document.trials = each(json, "trials", read_trial);
    document.summaries = each(json, "summaries", read_summary);
    document.comparisons = each(json, "comparisons", read_comparison);
    if (json.contains("host_effects")) document.host_effects = each(json, "host_effects", read_host_effect);
    if (json.contains("scaling")) document.scaling = each(json, "scaling", read_scaling);
    return document;
}

[[noreturn]] void refuse(const std::string& message) { throw Failure(Failure::Kind::usage, message); }

Json parse(std::string_view text, const std::string& source) {
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
        refuse(source + " is empty; give the result.json of a finished or interrupted sweep");
    try {
        return Json::parse(text);
    } catch (const Json::parse_error& error) {
        if (error.byte >= text.size())
            refuse(fmt::format(
                "{} is truncated: it ends after {} bytes, in the middle of a value; copy it again, or "
                "resume its sweep with --resume",
                source, text.size()));
        refuse(fmt::format("{} is not JSON (byte {}); give the result.json of a sweep", source, error.byte));
    }
}

/// Ours carry {"accelbench": {"schema": 1, ...}}; the marker is read before anything else so that a document
/// of a later version is called that and not damaged.
void check_marker(const Json& json, const std::string& source) {
    const bool ours = json.is_object() && json.contains("accelbench") && json["accelbench"].is_object() &&
                      json["accelbench"].contains("schema") &&
                      json["accelbench"]["schema"].is_number_integer();
    if (!ours)
        refuse(source +
               " is JSON but not an accelbench document: it has no \"accelbench\": {\"schema\": ...}; give "
               "the result.json of a sweep");
    const auto schema = json["accelbench"]["schema"].get<std::int64_t>();
    if (schema == schema_version) return;
    const std::string writer = json["accelbench"].value("version", Json("?")).dump();
    refuse(fmt::format(
        "{} has schema {}, written by accelbench {}; this accelbench reads schema {}: use accelbench {} "
        "{}",
        source, schema, writer, schema_version, writer, schema > schema_version ? "or newer" : "for it"));
}

/// One record a line: readable in an editor and in a diff, without one line per step time.
std::string lay_out(const Json& json) {
    std::string text = "{\n";
    const char* comma = "";
    for (const auto& entry : json.items()) {
        text += fmt::format("{}{}: ", comma, dump(Json(entry.key())));
        comma = ",\n";
        const bool records =
            entry.value().is_array() && !entry.value().empty() && entry.value()[0].is_object();
        if (!records) {
            text += dump(entry.value());
            continue;
        }
        for (std::size_t i = 0; i < entry.value().size(); ++i)
            text += (i == 0 ? "[\n" : ",\n") + dump(entry.value()[i]);
        text += "\n]";
    }
    return text + "\n}\n";
}

}  // namespace

std::string document_to_text(const Document& document) { return lay_out(write_document(document)); }

Document document_from_text(std::string_view text, const std::string& source) {
    const Json json = parse(text, source);
    check_marker(json, source);
    Document document;
    guarded(source + " is a damaged accelbench document: ", [&] { document = read_fields(json); });
    return document;
}

}  // namespace accelbench::reports
