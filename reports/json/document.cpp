#include "reports/json/document.h"

#include <fmt/format.h>

#include <algorithm>
#include <istream>
#include <iterator>
#include <streambuf>

#include "reports/json/records.h"
#include "reports/json/stream.h"
#include "reports/model/cells.h"
#include "topology/base/failure.h"
#include "topology/machine_json.h"

namespace accelbench::reports {
namespace {

constexpr int schema_version = 1;

/// Keys in the order in which a reader wants them: what the session was, then its records, then what follows
/// from them.
std::string write_document(const Document& document) {
    Layout layout;
    layout.value("accelbench", {{"schema", document.schema}, {"version", document.accelbench_version}});
    layout.value("created", document.created);
    layout.value("argv", document.argv);
    layout.value("seed", document.seed);
    layout.value("launcher", {{"name", document.launcher}, {"version", document.launcher_version}});
    layout.value("confidence", number_or_null(document.confidence));
    layout.value("margin", number_or_null(document.margin));
    layout.value("ended", document.ended);
    layout.value("elapsed_seconds", number_or_null(document.elapsed_seconds));
    layout.value("machine", topology::machine_to_json(document.machine));
    layout.value("environment", topology::environment_to_json(document.environment));
    if (document.counters) layout.value("counters", write_catalogue(*document.counters));
    layout.records("audit", document.audit, write_audit_row);
    layout.records("hosts", document.hosts, write_host);
    layout.value("emulated",
                 is_emulated(document));  // for readers that don't know each fact of the environment
    layout.records("links", document.links, write_link);
    layout.value("links_reason", document.links_reason);
    layout.records("cells", document.cells, write_cell);
    layout.records("trials", document.trials, write_trial);
    layout.records("summaries", document.summaries, write_summary);
    layout.records("comparisons", document.comparisons, write_comparison);
    layout.records("host_effects", document.host_effects, write_host_effect);
    layout.records("scaling", document.scaling, write_scaling);
    return std::move(layout).text();
}

/// A record list of a document; those records that were streamed are there already.
template <class Record>
void append_each(const Json& json, const char* key, Record (*read)(const Json&),
                 std::vector<Record>& records) {
    std::vector<Record> rest = each(json, key, read);
    std::move(rest.begin(), rest.end(), std::back_inserter(records));
}

/// True when the key is that of `records` and the record was read into it.
template <class Record>
bool stream_into(const std::string& list, const char* key, const Json& json, Record (*read)(const Json&),
                 std::vector<Record>& records) {
    if (list != key) return false;
    try {
        records.push_back(read(json));
    } catch (const BadField& bad) {
        throw BadField(fmt::format("{}[{}]: {}", key, records.size(), bad.what()));
    }
    return true;
}

/// Quantiles are taken at it.
double share(const Json& json, const char* key) {
    const double value = number(json, key);
    if (!(value > 0 && value < 1))
        throw BadField(
            fmt::format("\"{}\" should lie between 0 and 1, but is {}", key, field(json, key).dump()));
    return value;
}

/// The lists that grow with a session.
bool take_record(const std::string& list, const Json& json, Document& document) {
    return stream_into(list, "cells", json, read_cell, document.cells) ||
           stream_into(list, "trials", json, read_trial, document.trials) ||
           stream_into(list, "summaries", json, read_summary, document.summaries) ||
           stream_into(list, "comparisons", json, read_comparison, document.comparisons);
}

void read_fields(const Json& json, Document& document) {
    document.accelbench_version = text(field(json, "accelbench"), "version");
    document.created = text(json, "created");
    document.argv = texts(json, "argv");
    document.seed = unsigned_integer(json, "seed");
    document.launcher = text(field(json, "launcher"), "name");
    document.launcher_version = text(field(json, "launcher"), "version");
    document.confidence = share(json, "confidence");
    document.margin = share(json, "margin");
    document.ended = text(json, "ended");
    document.elapsed_seconds = number(json, "elapsed_seconds");
    document.machine = record(json, "machine", topology::machine_from_json);
    document.environment = record(json, "environment", topology::environment_from_json);
    if (json.contains("audit")) document.audit = each(json, "audit", read_audit_row);
    if (json.contains("links")) document.links = each(json, "links", read_link);
    if (json.contains("links_reason")) document.links_reason = text(json, "links_reason");
    record_if_any(json, "counters", document.counters, read_catalogue);
    if (json.contains("hosts")) document.hosts = each(json, "hosts", read_host);  // older ones have none
    append_each(json, "cells", read_cell, document.cells);
    append_each(json, "trials", read_trial, document.trials);
    append_each(json, "summaries", read_summary, document.summaries);
    append_each(json, "comparisons", read_comparison, document.comparisons);
    if (json.contains("host_effects")) document.host_effects = each(json, "host_effects", read_host_effect);
    if (json.contains("scaling")) document.scaling = each(json, "scaling", read_scaling);
}

[[noreturn]] void refuse(const std::string& message) { throw Failure(Failure::Kind::usage, message); }

/// Ours carry {"accelbench": {"schema": 1, ...}}; the marker is read before anything else so that a document
/// of a later version is called that and not damaged.
void check_marker(const Json& marker, const std::string& source) {
    const bool ours = marker.is_object() && marker.contains("schema") && marker["schema"].is_number_integer();
    if (!ours)
        refuse(source +
               " is JSON but not an accelbench document: it has no \"accelbench\": {\"schema\": ...}; give "
               "the result.json of a sweep");
    const auto schema = marker["schema"].get<std::int64_t>();
    if (schema == schema_version) return;
    const std::string writer = marker.value("version", Json("?")).dump();
    refuse(fmt::format(
        "{} has schema {}, written by accelbench {}; this accelbench reads schema {}: use accelbench {} "
        "{}",
        source, schema, writer, schema_version, writer, schema > schema_version ? "or newer" : "for it"));
}

/// Bytes in memory as a stream, not copied.
class MemoryBuffer : public std::streambuf {
  public:
    explicit MemoryBuffer(std::string_view text) {
        char* begin = const_cast<char*>(text.data());  // a get area is never written to
        setg(begin, begin, begin + text.size());
    }
};

/// The document without its marker checked, and the marker. Records are streamed once the marker is known to
/// be ours: a document of a later version is called that and not damaged.
Document read_stream(std::istream& stream, const std::string& source) {
    Document document;
    Json marker;
    const auto seen = [&](const std::string& key, const Json& object) {
        if (key != "accelbench") return;
        check_marker(object, source);
        marker = object;
    };
    const Json rest = parse_records(stream, seen, [&](const std::string& list, const Json& record) {
        return !marker.is_null() && take_record(list, record, document);
    });
    check_marker(marker, source);
    read_fields(rest, document);
    return document;
}

/// Where the text ended, in the words of a reader.
[[noreturn]] void refuse_text(const std::string& source, const Json::parse_error& error, bool at_end) {
    if (at_end)
        refuse(fmt::format(
            "{} is truncated: it ends after {} bytes, in the middle of a value; copy it again, or "
            "resume its sweep with --resume",
            source, error.byte - 1));
    refuse(fmt::format("{} is not JSON (byte {}); give the result.json of a sweep", source, error.byte));
}

}  // namespace

std::string document_to_text(const Document& document) { return write_document(document); }

Document document_from_stream(std::istream& stream, const std::string& source) {
    if ((stream >> std::ws).eof())
        refuse(source + " is empty; give the result.json of a finished or interrupted sweep");
    const topology::IndexBudget budget;
    Document document;
    guarded(source + " is a damaged accelbench document: ", [&] {
        try {
            document = read_stream(stream, source);
        } catch (const Json::parse_error& error) {
            refuse_text(source, error, stream.eof());
        }
    });
    index_records(document);
    return document;
}

Document document_from_text(std::string_view text, const std::string& source) {
    MemoryBuffer buffer(text);
    std::istream stream(&buffer);
    return document_from_stream(stream, source);
}

}  // namespace accelbench::reports
