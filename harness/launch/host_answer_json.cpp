#include <fmt/format.h>

#include "harness/launch/host_answer.h"
#include "harness/version.h"
#include "reports/json.h"
#include "topology/failure.h"
#include "topology/json_fields.h"

namespace accelbench::launch {
namespace {

using topology::Json;

constexpr const char* mark = "accelbench_host";

[[noreturn]] void refuse(const std::string& message) { throw Failure(Failure::Kind::environment, message); }

/// From the first line that opens an answer on, as a login's greeting stands before it; null when none does.
Json parse(const std::string& text) {
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '{') {
            const auto close = text.find("\n}\n", at);  // what a logout says may follow
            const auto json = Json::parse(
                text.substr(at, close == std::string::npos ? close : close + 2 - at), nullptr, false);
            if (json.is_object() && json.contains(mark)) return json;
        }
        const auto end = text.find('\n', at);
        at = end == std::string::npos ? text.size() : end + 1;
    }
    return Json();
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
                       {"began_unix_seconds", answer.began_unix_seconds},
                       {"done_unix_seconds", answer.done_unix_seconds},
                       {"facts", reports::host_facts_to_json(answer.facts)}};
    return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

HostAnswer host_answer_from_text(const std::string& text) {
    const auto json = parse(text);
    if (json.is_null()) refuse("it said nothing of itself");
    HostAnswer answer;
    try {
        check_version(json);
        answer.facts = reports::host_facts_from_json(topology::field(json, "facts"));
        answer.node_name = topology::text(json, "node_name");
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
