#include "reports/json_fields.h"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <limits>

#include "topology/failure.h"

namespace accelbench::reports {
namespace {

[[noreturn]] void refuse(const char* key, const char* wanted, const Json& met) {
    throw BadField(fmt::format("\"{}\" should be {}, but is {}", key, wanted, met.type_name()));
}

double number_of(const Json& value, const char* key) {
    if (value.is_null()) return std::numeric_limits<double>::quiet_NaN();
    if (!value.is_number()) refuse(key, "a number", value);
    return value.get<double>();
}

std::uint64_t unsigned_of(const Json& value, const char* key) {
    if (!value.is_number_unsigned()) refuse(key, "a whole number of at least 0", value);
    return value.get<std::uint64_t>();
}

const Json& object_at(const Json& object, const char* key) {
    const Json& value = field(object, key);
    if (!value.is_object()) refuse(key, "an object", value);
    return value;
}

}  // namespace

const Json& field(const Json& object, const char* key) {
    if (!object.is_object()) throw BadField(fmt::format("an object with \"{}\" was expected", key));
    const auto found = object.find(key);
    if (found == object.end()) throw BadField(fmt::format("\"{}\" is missing", key));
    return *found;
}

std::string text(const Json& object, const char* key) {
    const Json& value = field(object, key);
    if (!value.is_string()) refuse(key, "a text", value);
    return value.get<std::string>();
}

bool flag(const Json& object, const char* key) {
    const Json& value = field(object, key);
    if (!value.is_boolean()) refuse(key, "true or false", value);
    return value.get<bool>();
}

double number(const Json& object, const char* key) { return number_of(field(object, key), key); }

std::optional<double> optional_number(const Json& object, const char* key) {
    const double value = number(object, key);
    if (std::isnan(value)) return std::nullopt;
    return value;
}

std::int64_t integer(const Json& object, const char* key, std::int64_t low, std::int64_t high) {
    const Json& value = field(object, key);
    if (!value.is_number_integer()) refuse(key, "a whole number", value);
    const bool huge =
        value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(high);
    const auto met = value.get<std::int64_t>();
    if (huge || met < low || met > high)
        throw BadField(fmt::format("\"{}\" should lie in {}..{}, but is {}", key, low, high, value.dump()));
    return met;
}

int small_integer(const Json& object, const char* key) {
    return static_cast<int>(integer(object, key, 0, std::numeric_limits<int>::max()));
}

std::uint64_t unsigned_integer(const Json& object, const char* key) {
    return unsigned_of(field(object, key), key);
}

const Json& list(const Json& object, const char* key) {
    const Json& value = field(object, key);
    if (!value.is_array()) refuse(key, "a list", value);
    return value;
}

std::vector<double> numbers(const Json& object, const char* key) {
    std::vector<double> values;
    for (const Json& value : list(object, key)) values.push_back(number_of(value, key));
    return values;
}

std::vector<std::string> texts(const Json& object, const char* key) {
    std::vector<std::string> values;
    for (const Json& value : list(object, key)) {
        if (!value.is_string()) refuse(key, "a list of texts", value);
        values.push_back(value.get<std::string>());
    }
    return values;
}

Json number_or_null(double value) { return std::isfinite(value) ? Json(value) : Json(nullptr); }

Json number_or_null(const std::optional<double>& value) {
    return value ? number_or_null(*value) : Json(nullptr);
}

Json numbers_or_null(const std::vector<double>& values) {
    Json json = Json::array();
    for (const double value : values) json.push_back(number_or_null(value));
    return json;
}

Json node_counts_to_json(const std::map<int, std::uint64_t>& counts) {
    Json json = Json::object();
    for (const auto& [node, count] : counts) json[std::to_string(node)] = count;
    return json;
}

namespace {

int node_of(const std::string& name, const char* key) {
    int node = 0;
    const char* end = name.data() + name.size();
    if (std::from_chars(name.data(), end, node).ptr != end || name.empty())
        throw BadField(fmt::format("\"{}\" should be keyed by node numbers, but has \"{}\"", key, name));
    return node;
}

}  // namespace

std::map<int, std::uint64_t> node_counts(const Json& object, const char* key) {
    std::map<int, std::uint64_t> counts;
    for (const auto& [name, value] : object_at(object, key).items())
        counts[node_of(name, key)] = unsigned_of(value, key);
    return counts;
}

Json node_numbers_to_json(const std::map<int, double>& values) {
    Json json = Json::object();
    for (const auto& [node, value] : values) json[std::to_string(node)] = number_or_null(value);
    return json;
}

std::map<int, double> node_numbers(const Json& object, const char* key) {
    std::map<int, double> values;
    const Json& nodes = object_at(object, key);
    for (const auto& [name, value] : nodes.items()) values[node_of(name, key)] = number(nodes, name.c_str());
    return values;
}

std::map<std::string, std::uint64_t> counters(const Json& object, const char* key) {
    std::map<std::string, std::uint64_t> counts;
    for (const auto& [name, value] : object_at(object, key).items()) counts[name] = unsigned_of(value, key);
    return counts;
}

std::map<std::string, std::int64_t> signed_counters(const Json& object, const char* key) {
    constexpr auto low = std::numeric_limits<std::int64_t>::min();
    constexpr auto high = std::numeric_limits<std::int64_t>::max();
    std::map<std::string, std::int64_t> counts;
    const Json& values = object_at(object, key);
    for (const auto& entry : values.items())
        counts[entry.key()] = integer(values, entry.key().c_str(), low, high);
    return counts;
}

std::string dump(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

void guarded(const std::string& complaint, const std::function<void()>& read) {
    try {
        read();
    } catch (const BadField& bad) {
        throw Failure(Failure::Kind::usage, complaint + bad.what());
    } catch (const Json::exception& error) {
        // "[json.exception.type_error.302] type must be ..." : the bracket is for programmers.
        const std::string message = error.what();
        const auto bracket = message.find("] ");
        throw Failure(Failure::Kind::usage,
                      complaint + (bracket == std::string::npos ? message : message.substr(bracket + 2)));
    }
}

}  // namespace accelbench::reports
