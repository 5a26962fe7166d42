#include <fmt/format.h>

#include <array>
#include <string_view>

#include "harness/launch/hosts/host_answer.h"
#include "harness/version.h"
#include "reports/json/records.h"
#include "topology/base/failure.h"
#include "topology/base/json_format.h"

namespace accelbench::launch {
namespace {

using topology::Json;

constexpr std::array<topology::RenamedKey, 2> renamed{
    {{2, "version", topology::writer_key}, {2, "began_unix_seconds", "started_unix_seconds"}}};
constexpr topology::FileFormat answer_format{
    .key = "accelbench_host", .version = 2, .accelbench = version, .renamed = renamed};

[[noreturn]] void refuse(const std::string& message) { throw Failure(Failure::Kind::environment, message); }

constexpr int most_tries = 16;  // a text that speaks of answers and holds none ends after these

/// Where the object that begins at `open` ends; npos when it doesn't.
std::size_t end_of_object(const std::string& text, std::size_t open) {
    int depth = 0;
    bool in_string = false;
    for (auto at = open; at < text.size(); ++at) {
        const char letter = text[at];
        if (in_string && letter == '\\')
            ++at;
        else if (letter == '"')
            in_string = !in_string;
        else if (!in_string && letter == '{')
            ++depth;
        else if (!in_string && letter == '}' && --depth == 0)
            return at + 1;
    }
    return std::string::npos;
}

/// The object that begins at `open`, whatever follows it; null when none is whole.
Json object_at(const std::string& text, std::size_t open) {
    const auto end = end_of_object(text, open);
    if (end == std::string::npos) return {};
    try {
        return topology::parse_json(std::string_view(text).substr(open, end - open));
    } catch (const topology::BadField&) {
        return {};
    } catch (const Json::exception&) {
        return {};
    }
}

/// What a login says may stand before the answer, also on its first line, and what a logout says behind it.
/// Null when `text` holds no answer.
Json parse(const std::string& text) {
    const auto quoted = fmt::format("\"{}\"", answer_format.key);
    int tries = 0;
    for (auto at = text.find(quoted); at != std::string::npos && tries < most_tries;
         at = text.find(quoted, at + 1), ++tries) {
        const auto open = text.rfind('{', at);
        if (open == std::string::npos) continue;
        auto json = object_at(text, open);
        if (json.is_object() && json.contains(answer_format.key)) return json;
    }
    return {};
}

/// Numbers of two versions can't be laid side by side: kernels, checks and defaults may differ.
void check_version(const Json& json, std::int64_t format) {
    std::string theirs = "?";
    topology::read_if_any(json, topology::writer_key, theirs, topology::text);
    if (theirs != version) refuse(fmt::format("it has accelbench {}, this is {}", theirs, version));
    if (format > answer_format.version)
        refuse(fmt::format("its answer has format {}, this accelbench reads up to {}", format,
                           answer_format.version));
    int schema = 0;
    topology::read_if_any(json, "schema", schema, topology::signed_integer);
    const int ours = reports::Document{}.schema;
    if (schema != ours) refuse(fmt::format("its accelbench writes schema {}, this one {}", schema, ours));
}

HostAnswer answer_from_json(const Json& json) {
    HostAnswer answer;
    answer.facts = topology::record(json, "facts", reports::read_host_facts);
    answer.node_name = topology::text(json, "node_name");
    topology::read_if_any(json, "identity", answer.identity, topology::text);
    answer.started_unix_seconds = topology::number_from_0(json, "started_unix_seconds");
    answer.done_unix_seconds = topology::number_from_0(json, "done_unix_seconds");
    return answer;
}

}  // namespace

std::string host_answer_to_text(const HostAnswer& answer) {
    Json json = topology::begin_file(answer_format);
    json["schema"] = answer.facts.schema;
    json["node_name"] = answer.node_name;
    json["identity"] = answer.identity;
    json["started_unix_seconds"] = answer.started_unix_seconds;
    json["done_unix_seconds"] = answer.done_unix_seconds;
    json["facts"] = reports::write_host_facts(answer.facts);
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

HostAnswer host_answer_from_text(const std::string& text) {
    auto json = parse(text);
    if (json.is_null()) refuse("it reported nothing about itself");
    try {
        const auto format = topology::format_of(json, answer_format);
        topology::use_new_names(json, answer_format, format);
        check_version(json, format);
        return answer_from_json(json);
    } catch (const topology::BadField& error) {
        refuse(fmt::format("its answer can't be read: {}", error.what()));
    }
}

std::string node_name_in(const std::string& text) {
    const auto json = parse(text);
    for (const char* path : {"/node_name", "/facts/machine/hostname"}) {
        const auto at = Json::json_pointer(path);
        if (!json.contains(at) || !json[at].is_string()) continue;
        if (auto name = json[at].get<std::string>(); !name.empty()) return name;
    }
    return "";
}

}  // namespace accelbench::launch
