#include "harness/arguments/number_list.h"

#include <fmt/format.h>

#include <charconv>

#include "topology/base/failure.h"
#include "topology/base/split.h"

namespace accelbench::arguments {
namespace {

constexpr int largest = 65536;
constexpr std::size_t most = 4096;  // of each a cell or more is made

[[noreturn]] void refuse(std::string_view option, std::string_view typed, const std::string& cause) {
    throw Failure(Failure::Kind::usage,
                  fmt::format("{} '{}': {}; give numbers like 4, lists like 1,2,4 or ranges like 1-4", option,
                              typed, cause));
}

int parse_one(std::string_view option, std::string_view typed, std::string_view text) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error == std::errc::result_out_of_range)
        refuse(option, typed, fmt::format("{} is above {}", text, largest));
    if (error != std::errc() || end != text.data() + text.size())
        refuse(option, typed, fmt::format("'{}' is not a whole number", text));
    if (value < 1) refuse(option, typed, fmt::format("{} is below 1", value));
    if (value > largest) refuse(option, typed, fmt::format("{} is above {}", value, largest));
    return value;
}

}  // namespace

std::vector<int> parse_number_list(std::string_view option, std::string_view text) {
    std::vector<int> numbers;
    std::vector<bool> named(largest + 1);
    for (const auto& part : split_list(text)) {
        const auto dash = part.find('-', 1);
        const int first = parse_one(option, text, std::string_view(part).substr(0, dash));
        const int last = dash == std::string::npos
                             ? first
                             : parse_one(option, text, std::string_view(part).substr(dash + 1));
        if (last < first) refuse(option, text, fmt::format("the range {} runs backwards", part));
        for (int number = first; number <= last; ++number) {
            if (!named[static_cast<std::size_t>(number)]) numbers.push_back(number);
            named[static_cast<std::size_t>(number)] = true;
        }
        if (numbers.size() > most)
            refuse(option, text.substr(0, 40), fmt::format("more than {} numbers", most));
    }
    if (numbers.empty()) refuse(option, text, "no number in it");
    return numbers;
}

}  // namespace accelbench::arguments
