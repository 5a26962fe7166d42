#include "reports/analysis/host_troubles.h"

#include <fmt/format.h>

#include <cctype>
#include <cstdlib>
#include <map>
#include <string_view>
#include <utility>

namespace accelbench::reports {
namespace {

constexpr std::size_t most_digits = 9;  // a number that fits

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

/// "node08-ib" -> "node", 8 of two digits, "-ib"; `digits` is empty where a name has no number.
struct Numbered {
    std::string before, digits, after;
    long number = 0;

    bool follows(const Numbered& other) const {
        const bool same_width =
            digits.size() == other.digits.size() || (digits.front() != '0' && other.digits.front() != '0');
        return before == other.before && after == other.after && number == other.number + 1 && same_width;
    }
};

Numbered take_apart(const std::string& name) {
    auto end = name.size();
    while (end > 0 && !is_digit(name[end - 1])) --end;
    auto begin = end;
    while (begin > 0 && is_digit(name[begin - 1])) --begin;
    if (begin == end || end - begin > most_digits) return {name, "", "", 0};
    const auto digits = name.substr(begin, end - begin);
    return {name.substr(0, begin), digits, name.substr(end), std::atol(digits.c_str())};
}

/// Runs of one stem: "n", "08-10,20", "-ib".
struct Stem {
    std::string before, ranges, after;
    int count = 0;

    std::string text() const { return count > 1 ? before + "[" + ranges + "]" + after : before + ranges + after; }
};

void add_run(std::vector<Stem>& stems, const Numbered& first, const Numbered& last) {
    const bool one = first.number == last.number;
    const auto range = one ? first.digits : first.digits + "-" + last.digits;
    auto* open = stems.empty() ? nullptr : &stems.back();
    if (!first.digits.empty() && open && !open->ranges.empty() && open->before == first.before &&
        open->after == first.after) {
        open->ranges += "," + range;
        open->count += 2;
        return;
    }
    stems.push_back({first.before, range, first.after, one ? 1 : 2});
}

bool is_part_of_name(char letter) {
    return std::isalnum(static_cast<unsigned char>(letter)) || letter == '-' || letter == '_' || letter == '.';
}

/// Puts HOST for `name` wherever it stands as a word of its own.
std::string without_name(const std::string& text, const std::string& name) {
    std::string result;
    std::size_t from = 0;
    for (auto at = text.find(name); !name.empty() && at != std::string::npos; at = text.find(name, at + 1)) {
        const auto end = at + name.size();
        const bool opens = at == 0 || !is_part_of_name(text[at - 1]);
        const bool closes = end == text.size() || !is_part_of_name(text[end]) ||
                            (text[end] == '.' && (end + 1 == text.size() || !is_part_of_name(text[end + 1])));
        if (!opens || !closes || at < from) continue;
        result += text.substr(from, at - from) + "HOST";
        from = end;
    }
    return result + text.substr(from);
}

}  // namespace

std::string compressed_names(const std::vector<std::string>& names) {
    std::vector<Stem> stems;
    for (std::size_t i = 0; i < names.size();) {
        const auto first = take_apart(names[i]);
        auto last = first;
        for (++i; i < names.size() && !first.digits.empty(); ++i) {
            auto next = take_apart(names[i]);
            if (next.digits.empty() || !next.follows(last)) break;
            last = std::move(next);
        }
        add_run(stems, first, last);
    }
    std::string text;
    for (const auto& stem : stems) text += (text.empty() ? "" : ",") + stem.text();
    return text;
}

std::string HostTrouble::sentence() const {
    return hosts.size() == 1 ? hosts.front() + " " + trouble : compressed_names(hosts) + ": each " + trouble;
}

std::string HostTrouble::clause() const {
    return hosts.size() == 1 ? hosts.front() + ", which " + trouble
                             : compressed_names(hosts) + ", each of which " + trouble;
}

std::vector<HostTrouble> host_troubles(const std::vector<Host>& hosts) {
    std::vector<HostTrouble> troubles;
    std::map<std::string, std::size_t> known;
    std::vector<std::string> as_it_was;
    for (const auto& host : hosts) {
        if (host.trouble.empty()) continue;
        const auto shared = without_name(host.trouble, host.name);
        const auto [at, is_new] = known.try_emplace(shared, troubles.size());
        if (is_new) troubles.push_back({{}, shared});
        if (is_new) as_it_was.push_back(host.trouble);
        troubles[at->second].hosts.push_back(host.name);
    }
    for (std::size_t i = 0; i < troubles.size(); ++i)
        if (troubles[i].hosts.size() == 1) troubles[i].trouble = as_it_was[i];
    return troubles;
}

}  // namespace accelbench::reports
