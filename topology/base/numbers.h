#pragma once

#include <charconv>
#include <concepts>
#include <optional>
#include <string_view>
#include <system_error>

namespace accelbench {

/// All of `text` as a number; nullopt for anything else: "", blanks, "+1", "1x", and what the type can't
/// hold.
template <class Number>
std::optional<Number> number_from(std::string_view text) {
    Number value{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

/// The same of digits to another base, without "0x".
template <std::integral Number>
std::optional<Number> number_from(std::string_view text, int base) {
    Number value{};
    const char* end = text.data() + text.size();
    const auto [stop, error] = std::from_chars(text.data(), end, value, base);
    if (error != std::errc{} || stop != end) return std::nullopt;
    return value;
}

/// 12 of "node12" and "node", as folders of /sys are called; nullopt for any other name.
inline std::optional<int> number_behind(std::string_view prefix, std::string_view name) {
    if (!name.starts_with(prefix)) return std::nullopt;
    const auto number = number_from<int>(name.substr(prefix.size()));
    return number && *number >= 0 ? number : std::nullopt;
}

}  // namespace accelbench
