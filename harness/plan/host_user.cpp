#include "harness/plan/host_user.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "topology/base/failure.h"

namespace accelbench::plan {
namespace {

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
constexpr std::size_t longest_user = 256;     // Linux's own bound is 32; directories allow more
constexpr std::size_t longest_address = 100;  // with brackets and the name of a card

bool is_user(std::string_view text) {
    if (text.empty() || text.size() > longest_user) return false;
    const bool opens = letters.find(text.front()) != std::string_view::npos || text.front() == '_';
    return opens && std::all_of(text.begin(), text.end(), [](char letter) {
               return letters.find(letter) != std::string_view::npos || letter == '_' || letter == '-' ||
                      letter == '.';
           });
}

std::string_view first_word(std::string_view text) {
    const auto from = std::min(text.find_first_not_of(" \t\r"), text.size());
    text.remove_prefix(from);
    return text.substr(0, text.find_first_of(" \t\r"));
}

/// "2001:db8::1", "[2001:db8::1]:4", "fe80::1%eth0": two colons or more among letters of an address.
bool is_ipv6(std::string_view word) {
    if (word.size() > longest_address) return false;
    const bool bracketed = word.starts_with('[');
    const auto address = bracketed ? word.substr(1, word.find(']') - 1) : word.substr(0, word.find('%'));
    return std::count(address.begin(), address.end(), ':') >= 2 &&
           address.substr(0, address.find('%')).find_first_not_of("0123456789abcdefABCDEF:.") ==
               std::string_view::npos;
}

}  // namespace

UserAndHost split_user(const std::string& text, const std::string& where) {
    UserAndHost split{"", text};
    const auto begin = std::min(text.find_first_not_of(" \t"), text.size());
    const auto at = text.find('@', begin);
    if (at != std::string::npos && is_user(std::string_view(text).substr(begin, at - begin)))
        split = {text.substr(begin, at - begin), text.substr(at + 1)};
    if (const auto word = first_word(split.host); is_ipv6(word))
        throw Failure(Failure::Kind::usage,
                      fmt::format("{}: '{}' is an IPv6 address; launchers take none: give a name", where, word));
    return split;
}

}  // namespace accelbench::plan
