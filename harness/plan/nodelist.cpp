#include "harness/plan/nodelist.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

namespace accelbench::plan {
namespace {

using Names = std::vector<std::string>;

constexpr std::size_t most_names = 65536;  // as many machines as --num-machines takes
constexpr std::size_t longest_name = 253;  // of a name in the DNS (RFC 1035)

/// Parts between commas that stand outside of brackets.
Names parts_of(const std::string& list) {
    Names parts{""};
    int depth = 0;
    for (const char letter : list) {
        depth += letter == '[' ? 1 : letter == ']' ? -1
                                                   : 0;
        if (letter == ',' && depth == 0)
            parts.emplace_back();
        else
            parts.back() += letter;
    }
    return parts;
}

bool is_number(const std::string& text) {
    return !text.empty() && text.size() <= 9 && text.find_first_not_of("0123456789") == std::string::npos;
}

/// "08-10" -> 08, 09, 10; "20" -> 20. nullopt: neither.
std::optional<Names> numbers_of(const std::string& range) {
    const auto dash = range.find('-');
    const std::string from = range.substr(0, dash);
    const std::string to = dash == std::string::npos ? from : range.substr(dash + 1);
    if (!is_number(from) || !is_number(to)) return std::nullopt;
    const long first = std::atol(from.c_str()), last = std::atol(to.c_str());
    if (last < first || last - first >= static_cast<long>(most_names)) return std::nullopt;
    Names numbers;
    for (long number = first; number <= last; ++number)
        numbers.push_back(fmt::format("{:0{}}", number, from.size()));
    return numbers;
}

std::optional<Names> inside_brackets(const std::string& text) {
    Names all;
    for (const auto& range : parts_of(text)) {
        const auto numbers = numbers_of(range);
        if (!numbers) return std::nullopt;
        all.insert(all.end(), numbers->begin(), numbers->end());
        if (all.size() > most_names) return std::nullopt;
    }
    return all;
}

bool is_too_long(const std::string& name) { return name.size() > longest_name; }

Names each_with_each(const Names& heads, const Names& tails) {
    Names names;
    for (const auto& head : heads)
        for (const auto& tail : tails) names.push_back(head + tail);
    return names;
}

std::optional<Names> expand_part(const std::string& part) {
    Names names{""};
    for (std::size_t at = 0; at < part.size();) {
        const auto open = std::min(part.find('[', at), part.size());
        if (names.front().size() + open - at > longest_name) return std::nullopt;
        names = each_with_each(names, {part.substr(at, open - at)});
        if (open == part.size()) break;
        const auto close = part.find(']', open);
        if (close == std::string::npos) return std::nullopt;
        const auto numbers = inside_brackets(part.substr(open + 1, close - open - 1));
        if (!numbers || names.size() * numbers->size() > most_names) return std::nullopt;
        names = each_with_each(names, *numbers);
        at = close + 1;
    }
    if (std::any_of(names.begin(), names.end(), is_too_long)) return std::nullopt;
    return names;
}

}  // namespace

std::vector<std::string> expand_nodelist(const std::string& list) {
    Names all;
    if (list.empty()) return all;
    for (const auto& part : parts_of(list)) {
        const auto names = expand_part(part);
        if (!names || names->front().empty() || all.size() + names->size() > most_names) return {};
        all.insert(all.end(), names->begin(), names->end());
    }
    return all;
}

}  // namespace accelbench::plan
