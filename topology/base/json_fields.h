#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <istream>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "topology/base/index_set.h"

namespace accelbench::topology {

using Json = nlohmann::ordered_json;

/// A field that is missing, of another kind or out of bounds; the public readers turn it into a Failure that
/// names the document.
class BadField : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Asked of each object below the top level when it is whole: its depth (1: a member of the top level), the
/// member of the top level that it is or stands in, and itself. false: it was taken, and is left out.
using KeepObject = std::function<bool(int depth, const std::string& member, Json& object)>;

/// JSON that somebody else may have written, in time and memory that grow with its length and no faster.
/// Throws BadField naming the field: a number that no double holds (1e400), a key that stands twice, nesting
/// deeper than 64, more than 4096 keys in one object. Throws nlohmann's parse_error where it is no JSON; a stream is at
/// its end then only where the text ended too early. RapidJSON reads it, three times as fast as nlohmann's own reader.
Json parse_json(std::istream& text, const KeepObject& keep = {});
Json parse_json(std::string_view text);

/// A value as a message shows it: of a long text the beginning, of a list or an object only that it is one.
std::string shown(const Json& value);

/// Checked readers of one field each: a BadField says which field, what it should be and what it is.
/// nlohmann's own get<> would let -1 become 18446744073709551615 and 1.7 become 1, and 1e300 as an integer is
/// undefined.
const Json& field(const Json& object, const char* key);
std::string text(const Json& object, const char* key);
bool flag(const Json& object, const char* key);
double number(const Json& object, const char* key);  // null: not a number
std::optional<double> optional_number(const Json& object, const char* key);
double number_from_0(const Json& object, const char* key);  // null is refused too
std::int64_t integer(const Json& object, const char* key, std::int64_t low, std::int64_t high);
int small_integer(const Json& object, const char* key);  // 0 .. 2^31-1
int signed_integer(const Json& object, const char* key);
int node_or_none(const Json& object, const char* key);  // -1: none
std::uint64_t unsigned_integer(const Json& object, const char* key);
std::optional<std::uint64_t> optional_unsigned(const Json& object, const char* key);  // null: none
std::vector<double> numbers(const Json& object, const char* key);
std::vector<std::string> texts(const Json& object, const char* key);
std::vector<std::vector<double>> rows_of_numbers(const Json& object, const char* key);
/// [["name", "value"], ...]
std::vector<std::pair<std::string, std::string>> pairs(const Json& object, const char* key);
/// {"name": "value", ...}, in the file's order
std::vector<std::pair<std::string, std::string>> named_texts(const Json& object, const char* key);
const Json& list(const Json& object, const char* key);
const Json& object_at(const Json& object, const char* key);

/// The position in `names` of the text at `key`.
std::size_t one_of(const Json& object, const char* key, std::span<const std::string_view> names);

/// The value whose name is at `key`; `what` it should be ("a memory mode") is for the message.
template <class Value>
Value named(const Json& object, const char* key, const char* what,
            std::optional<Value> (*from)(std::string_view)) {
    if (const auto value = from(text(object, key))) return *value;
    throw BadField("\"" + std::string(key) + "\" should be " + what + ", but is " +
                   shown(field(object, key)));
}

/// Reads `key` into `value` where it exists: older files have no such key, others only where there is
/// something to say.
template <class Value, class Read>
void read_if_any(const Json& object, const char* key, Value& value, Read read) {
    if (object.contains(key)) value = read(object, key);
}

/// An index list like "0-3,8". See IndexBudget.
template <class Set>
Set indices(const Json& object, const char* key);

/// "12" of a key -> 12; throws BadField where `name`, a key of the object `key`, is no number of a node.
int node_of(const std::string& name, const char* key);

/// {"0": 12, "1": 0}
Json node_counts_to_json(const std::map<int, std::uint64_t>& counts);
std::map<int, std::uint64_t> node_counts(const Json& object, const char* key);
/// The same of numbers that may be fractions, or null.
std::map<int, double> node_numbers(const Json& object, const char* key);
std::map<std::string, std::uint64_t> counters(const Json& object, const char* key);
std::map<std::string, std::int64_t> signed_counters(const Json& object, const char* key);

/// Reads each element of a list; a BadField names the element ("cells[3]: ...").
template <class Read>
auto each(const Json& object, const char* key, Read read) {
    const Json& elements = list(object, key);
    std::vector<decltype(read(object))> values;
    // Not for all of a hostile list, whose first element is refused.
    values.reserve(std::min<std::size_t>(elements.size(), 64));
    for (const Json& element : elements) {
        try {
            values.push_back(read(element));
        } catch (const BadField& bad) {
            throw BadField(std::string(key) + "[" + std::to_string(values.size()) + "]: " + bad.what());
        }
    }
    return values;
}

/// Reads the record at `key`; a BadField names the key ("machine: ...").
template <class Read>
auto record(const Json& object, const char* key, Read read) {
    try {
        return read(field(object, key));
    } catch (const BadField& bad) {
        throw BadField(std::string(key) + ": " + bad.what());
    }
}

/// The same into `value`, where the key exists.
template <class Value, class Read>
void record_if_any(const Json& object, const char* key, Value& value, Read read) {
    if (object.contains(key)) value = record(object, key, read);
}

/// Runs `read`; a BadField or an exception of the JSON library becomes a Failure(usage) that starts with
/// `complaint`.
void guarded(const std::string& complaint, const std::function<void()>& read);

/// Index lists are short where their sets are long: ten letters name 65536 cpus, and a megabyte of them would
/// fill 25 GB. While one of these lives, the lists that are read may name 8 indices for each byte that
/// parse_json read meanwhile (the record of a rank on 1024 cpus takes some 150) and 4 million besides.
/// Without one, each list is bounded alone.
class IndexBudget {
  public:
    IndexBudget();
    ~IndexBudget();
    IndexBudget(const IndexBudget&) = delete;
    IndexBudget& operator=(const IndexBudget&) = delete;
    static void earn(std::size_t bytes);
    /// Throws BadField when the text has named too many.
    static void spend(int indices, const char* key);

  private:
    std::int64_t left_;
    IndexBudget* outer_;
};

}  // namespace accelbench::topology
