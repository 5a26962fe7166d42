#include <fmt/format.h>

#include <string_view>

#include "harness/launch/hosts/host_answer.h"
#include "harness/version.h"
#include "reports/json/document.h"
#include "topology/base/failure.h"
#include "topology/base/json_fields.h"

namespace accelbench::launch {
namespace {

using topology::Json;

constexpr const char* mark = "accelbench_host";

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
    const auto quoted = fmt::format("\"{}\"", mark);
    int tries = 0;
    for (auto at = text.find(quoted); at != std::string::npos && tries < most_tries;
         at = text.find(quoted, at + 1), ++tries) {
        const auto open = text.rfind('{', at);
        if (open == std::string::npos) continue;
        auto json = object_at(text, open);
        if (json.is_object() && json.contains(mark)) return json;
    }
    return {};
}

/// Numbers of two versions can't be laid side by side: kernels, checks and defaults may differ.
void check_version(const Json& json) {
    const auto theirs = json.contains("version") ? topology::text(json, "version") : "?";
    if (theirs != version) refuse(fmt::format("it has accelbench {}, this is {}", theirs, version));
    const int schema = json.contains("schema") ? topology::signed_integer(json, "schema") : 0;
    const int ours = reports::Document{}.schema;
    if (schema != ours) refuse(fmt::format("its accelbench writes schema {}, this one {}", schema, ours));
}

}  // namespace

std::string host_answer_to_text(const HostAnswer& answer) {
    const Json json = {{mark, 1},
                       {"version", answer.facts.accelbench_version},
                       {"schema", answer.facts.schema},
                       {"node_name", answer.node_name},
                       {"identity", answer.identity},
                       {"began_unix_seconds", answer.began_unix_seconds},
                       {"done_unix_seconds", answer.done_unix_seconds},
                       {"facts", reports::host_facts_to_json(answer.facts)}};
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

HostAnswer host_answer_from_text(const std::string& text) {
    const auto json = parse(text);
    if (json.is_null()) refuse("it reported nothing about itself");
    HostAnswer answer;
    try {
        check_version(json);
        answer.facts = reports::host_facts_from_json(topology::field(json, "facts"));
        answer.node_name = topology::text(json, "node_name");
        if (json.contains("identity")) answer.identity = topology::text(json, "identity");
        answer.began_unix_seconds = topology::number(json, "began_unix_seconds");
        answer.done_unix_seconds = topology::number(json, "done_unix_seconds");
    } catch (const topology::BadField& error) {
        refuse(fmt::format("its answer can't be read: {}", error.what()));
    }
    return answer;
}

std::string node_name_in(const std::string& text) {
    const auto json = parse(text);
    for (const char* path : {"/node_name", "/facts/machine/hostname"}) {
        const auto at = Json::json_pointer(path);
        if (json.contains(at) && json[at].is_string() && json[at] != "") return json[at];
    }
    return "";
}

}  // namespace accelbench::launch
