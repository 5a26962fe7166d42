#include "topology/base/json_fields.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "topology/base/failure.h"
#include "topology/base/numbers.h"

namespace accelbench::topology {
namespace {

constexpr std::size_t most_shown = 60;

[[noreturn]] void refuse(const char* key, std::string_view wanted, const Json& met) {
    throw BadField(fmt::format("\"{}\" should be {}, but is {}", key, wanted, shown(met)));
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

}  // namespace

std::string shown(const Json& value) {
    if (value.is_array()) return "a list";
    if (value.is_object()) return "an object";
    const auto text = value.dump(-1, ' ', false, Json::error_handler_t::replace);
    return text.size() > most_shown ? text.substr(0, most_shown) + "..." : text;
}

const Json& field(const Json& object, const char* key) {
    if (!object.is_object())
        throw BadField(fmt::format("an object with \"{}\" was expected, not {}", key, shown(object)));
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

double number_from_0(const Json& object, const char* key) {
    const Json& value = field(object, key);
    if (!value.is_number() || !(value.get<double>() >= 0)) refuse(key, "a number of at least 0", value);
    return value.get<double>();
}

std::int64_t integer(const Json& object, const char* key, std::int64_t low, std::int64_t high) {
    const Json& value = field(object, key);
    if (!value.is_number_integer()) refuse(key, "a whole number", value);
    const bool huge =
        value.is_number_unsigned() && value.get<std::uint64_t>() > static_cast<std::uint64_t>(high);
    const auto met = value.get<std::int64_t>();
    if (huge || met < low || met > high)
        throw BadField(fmt::format("\"{}\" should lie in {}..{}, but is {}", key, low, high, shown(value)));
    return met;
}

int small_integer(const Json& object, const char* key) {
    return static_cast<int>(integer(object, key, 0, std::numeric_limits<int>::max()));
}

int signed_integer(const Json& object, const char* key) {
    return static_cast<int>(
        integer(object, key, std::numeric_limits<int>::min(), std::numeric_limits<int>::max()));
}

int node_or_none(const Json& object, const char* key) {
    return static_cast<int>(integer(object, key, -1, std::numeric_limits<int>::max()));
}

std::optional<std::uint64_t> optional_unsigned(const Json& object, const char* key) {
    const Json& value = field(object, key);
    if (value.is_null()) return std::nullopt;
    return unsigned_of(value, key);
}

std::uint64_t unsigned_integer(const Json& object, const char* key) {
    return unsigned_of(field(object, key), key);
}

const Json& list(const Json& object, const char* key) {
    const Json& value = field(object, key);
    if (!value.is_array()) refuse(key, "a list", value);
    return value;
}

const Json& object_at(const Json& object, const char* key) {
    const Json& value = field(object, key);
    if (!value.is_object()) refuse(key, "an object", value);
    return value;
}

std::vector<double> numbers(const Json& object, const char* key) {
    const Json& elements = list(object, key);
    std::vector<double> values;
    values.reserve(elements.size());
    for (const Json& value : elements) values.push_back(number_of(value, key));
    return values;
}

std::vector<std::vector<double>> rows_of_numbers(const Json& object, const char* key) {
    std::vector<std::vector<double>> rows;
    for (const Json& row : list(object, key)) {
        if (!row.is_array()) refuse(key, "a list of lists of numbers", row);
        auto& values = rows.emplace_back();
        for (const Json& value : row) values.push_back(number_of(value, key));
    }
    return rows;
}

std::vector<std::pair<std::string, std::string>> pairs(const Json& object, const char* key) {
    std::vector<std::pair<std::string, std::string>> values;
    for (const Json& pair : list(object, key)) {
        if (!pair.is_array() || pair.size() != 2 || !pair[0].is_string() || !pair[1].is_string())
            refuse(key, "a list of pairs of texts", pair);
        values.emplace_back(pair[0].get<std::string>(), pair[1].get<std::string>());
    }
    return values;
}

std::vector<std::pair<std::string, std::string>> named_texts(const Json& object, const char* key) {
    std::vector<std::pair<std::string, std::string>> values;
    const Json& members = object_at(object, key);
    for (const auto& member : members.items())
        values.emplace_back(member.key(), text(members, member.key().c_str()));
    return values;
}

std::size_t one_of(const Json& object, const char* key, std::span<const std::string_view> names) {
    const auto found = std::find(names.begin(), names.end(), text(object, key));
    if (found == names.end())
        refuse(key, fmt::format("one of {}", fmt::join(names, ", ")), field(object, key));
    return static_cast<std::size_t>(found - names.begin());
}

std::vector<std::string> texts(const Json& object, const char* key) {
    std::vector<std::string> values;
    for (const Json& value : list(object, key)) {
        if (!value.is_string()) refuse(key, "a list of texts", value);
        values.push_back(value.get<std::string>());
    }
    return values;
}

template <class Set>
Set indices(const Json& object, const char* key) {
    const auto typed = text(object, key);
    const auto set = Set::parse(typed);
    if (!set)
        throw BadField(
            fmt::format("\"{}\" is {}, which is no index list like 0-3,8", key, shown(field(object, key))));
    IndexBudget::spend(set->size(), key);
    return *set;
}

template CpuSet indices<CpuSet>(const Json&, const char*);
template NodeSet indices<NodeSet>(const Json&, const char*);

Json node_counts_to_json(const std::map<int, std::uint64_t>& counts) {
    Json json = Json::object();
    for (const auto& [node, count] : counts) json[std::to_string(node)] = count;
    return json;
}

int node_of(const std::string& name, const char* key) {
    const auto node = number_behind("", name);
    if (!node)
        throw BadField(fmt::format("\"{}\" should be keyed by node numbers, but has \"{}\"", key, name));
    return *node;
}

std::map<int, std::uint64_t> node_counts(const Json& object, const char* key) {
    std::map<int, std::uint64_t> counts;
    for (const auto& [name, value] : object_at(object, key).items())
        counts[node_of(name, key)] = unsigned_of(value, key);
    return counts;
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

namespace {

constexpr std::int64_t indices_besides = std::int64_t{4} << 20;
constexpr std::int64_t indices_per_byte = 8;

thread_local IndexBudget* budget = nullptr;

}  // namespace

IndexBudget::IndexBudget() : left_(indices_besides), outer_(budget) { budget = this; }

IndexBudget::~IndexBudget() { budget = outer_; }

void IndexBudget::earn(std::size_t bytes) {
    if (budget != nullptr) budget->left_ += static_cast<std::int64_t>(bytes) * indices_per_byte;
}

void IndexBudget::spend(int indices, const char* key) {
    if (budget != nullptr && (budget->left_ -= indices) < 0)
        throw BadField(
            fmt::format("\"{}\" and the lists before it name more indices than a machine has", key));
}

}  // namespace accelbench::topology
