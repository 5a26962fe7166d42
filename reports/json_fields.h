#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

namespace accelbench::reports {

using Json = nlohmann::ordered_json;

/// A field that is missing or of another kind; the public readers turn it into a Failure that names the
/// document.
class BadField : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

/// Checked readers of one field each. nlohmann's own get<> would let -1 become 18446744073709551615 and 1.7
/// become 1.
const Json& field(const Json& object, const char* key);
std::string text(const Json& object, const char* key);
bool flag(const Json& object, const char* key);
double number(const Json& object, const char* key);  // null: not a number
std::optional<double> optional_number(const Json& object, const char* key);
std::int64_t integer(const Json& object, const char* key, std::int64_t low, std::int64_t high);
int small_integer(const Json& object, const char* key);  // 0 .. 2^31-1
std::uint64_t unsigned_integer(const Json& object, const char* key);
std::vector<double> numbers(const Json& object, const char* key);
std::vector<std::string> texts(const Json& object, const char* key);
const Json& list(const Json& object, const char* key);

/// null for not-a-number and infinity, which JSON can't say.
Json number_or_null(double value);
Json number_or_null(const std::optional<double>& value);
Json numbers_or_null(const std::vector<double>& values);

/// {"0": 12, "1": 0}
Json node_counts_to_json(const std::map<int, std::uint64_t>& counts);
std::map<int, std::uint64_t> node_counts(const Json& object, const char* key);
/// The same of numbers that may be fractions, or null.
Json node_numbers_to_json(const std::map<int, double>& values);
std::map<int, double> node_numbers(const Json& object, const char* key);
std::map<std::string, std::uint64_t> counters(const Json& object, const char* key);
std::map<std::string, std::int64_t> signed_counters(const Json& object, const char* key);

/// Reads each element of a list; a BadField names the element ("cells[3]: ...").
template <class Value>
std::vector<Value> each(const Json& object, const char* key, Value (*read)(const Json&)) {
    std::vector<Value> values;
    for (const Json& element : list(object, key)) {
        try {
            values.push_back(read(element));
        } catch (const BadField& bad) {
            throw BadField(std::string(key) + "[" + std::to_string(values.size()) + "]: " + bad.what());
        }
    }
    return values;
}

/// Bytes that are no UTF-8 (a file name, a host name) are replaced, not refused: the document must be
/// written.
std::string dump(const Json& json);

/// Runs `read`; a BadField or an exception of the JSON library becomes a Failure(usage) that starts with
/// `complaint`.
void guarded(const std::string& complaint, const std::function<void()>& read);

}  // namespace accelbench::reports
