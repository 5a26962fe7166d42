#include "topology/base/visible_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

namespace accelbench {
namespace {

constexpr std::size_t longest_word = 240;  // a path may be that long
constexpr std::size_t longest_quote = 160;
constexpr std::size_t longest_message = 1600;

struct Character {
    char32_t code = 0;
    std::size_t bytes = 0;  // 0: this is not UTF-8
};

bool continues(char byte) { return (static_cast<unsigned char>(byte) & 0xC0) == 0x80; }

/// Neither overlong forms nor surrogates: a terminal may take them for what they stand for.
Character character_at(std::string_view text) {
    const auto first = static_cast<unsigned char>(text[0]);
    if (first < 0x80) return {first, 1};
    const std::size_t bytes = first >= 0xF0 ? 4 : first >= 0xE0 ? 3
                                                                : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < bytes) return {};
    char32_t code = first & (0xFFU >> (bytes + 1));
    for (std::size_t i = 1; i < bytes; ++i) {
        if (!continues(text[i])) return {};
        code = code << 6 | (static_cast<unsigned char>(text[i]) & 0x3FU);
    }
    constexpr std::array<char32_t, 5> least{0, 0, 0x80, 0x800, 0x10000};
    if (code < least[bytes] || code > 0x10FFFF || (code >= 0xD800 && code < 0xE000)) return {};
    return {code, bytes};
}

/// Unicode's Default_Ignorable_Code_Point, line and paragraph separators, and annotations, in order.
constexpr std::array<std::array<char32_t, 2>, 20> hidden_ranges{{{0x00, 0x1F},
                                                                 {0x7F, 0x9F},
                                                                 {0xAD, 0xAD},
                                                                 {0x34F, 0x34F},
                                                                 {0x61C, 0x61C},
                                                                 {0x115F, 0x1160},
                                                                 {0x17B4, 0x17B5},
                                                                 {0x180B, 0x180F},
                                                                 {0x200B, 0x200F},
                                                                 {0x2028, 0x202E},
                                                                 {0x2060, 0x206F},
                                                                 {0x3164, 0x3164},
                                                                 {0xFE00, 0xFE0F},
                                                                 {0xFEFF, 0xFEFF},
                                                                 {0xFFA0, 0xFFA0},
                                                                 {0xFFF0, 0xFFFB},
                                                                 {0xFFFE, 0xFFFF},
                                                                 {0x1BCA0, 0x1BCA3},
                                                                 {0x1D173, 0x1D17A},
                                                                 {0xE0000, 0xE0FFF}}};

bool is_hidden(char32_t code) {
    const auto range = std::find_if(hidden_ranges.begin(), hidden_ranges.end(),
                                    [&](const auto& one) { return code <= one[1]; });
    return range != hidden_ranges.end() && code >= (*range)[0];
}

std::string escape_of(char32_t code) {
    if (code == '\n') return "\\n";
    if (code == '\r') return "\\r";
    if (code == '\t') return "\\t";
    const auto number = static_cast<unsigned>(code);
    if (number < 0x10000) return fmt::format("\\u{:04x}", number);
    return fmt::format("\\u{:04x}\\u{:04x}", 0xD800 + ((number - 0x10000) >> 10),
                       0xDC00 + ((number - 0x10000) & 0x3FF));
}

std::string made_visible(std::string_view text, bool keeps_layout) {
    std::string shown;
    shown.reserve(text.size());
    while (!text.empty()) {
        const auto [code, bytes] = character_at(text);
        if (bytes == 0)
            shown += fmt::format("\\x{:02x}", static_cast<unsigned>(static_cast<unsigned char>(text[0])));
        else if (is_hidden(code) && !(keeps_layout && (code == '\n' || code == '\t')))
            shown += escape_of(code);
        else
            shown += text.substr(0, bytes);
        text.remove_prefix(std::max<std::size_t>(bytes, 1));
    }
    return shown;
}

bool is_plain(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char byte) { return byte >= ' ' && byte < 0x7F; });
}

std::size_t count_characters(std::string_view text) {
    return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), continues));
}

/// Where quotes may close: behind "'" and before a blank, punctuation or the end.
std::vector<std::size_t> quote_ends(std::string_view text) {
    std::vector<std::size_t> ends;
    for (auto at = text.find('\''); at != std::string_view::npos; at = text.find('\'', at + 1))
        if (at + 1 == text.size() || std::string_view(" :;,.)?").find(text[at + 1]) != std::string_view::npos)
            ends.push_back(at + 1);
    return ends;
}

/// Cuts what stands between quotes, and words without blanks: what was typed is one or the other.
std::string with_short_echoes(std::string_view text) {
    const auto ends = quote_ends(text);
    std::string result;
    for (std::size_t start = 0; start < text.size();) {
        if (text[start] == ' ') {
            result += text[start++];
            continue;
        }
        const auto closing = std::lower_bound(ends.begin(), ends.end(), start + 2);
        const bool quoted = text[start] == '\'' && closing != ends.end();
        const auto end = quoted ? *closing : std::min(text.find(' ', start), text.size());
        result += shortened(text.substr(start, end - start), quoted ? longest_quote : longest_word);
        start = end;
    }
    return result;
}

}  // namespace

std::string visible_text(std::string_view text) {
    return is_plain(text) ? std::string(text) : made_visible(text, true);
}

std::string visible_line(std::string_view text) {
    return is_plain(text) ? std::string(text) : made_visible(text, false);
}

std::string_view first_characters(std::string_view text, std::size_t most) {
    std::size_t end = 0;
    for (; end < text.size(); ++end)
        if (!continues(text[end]) && most-- == 0) break;
    return text.substr(0, end);
}

std::string shortened(std::string_view text, std::size_t most) {
    const auto characters = count_characters(text);
    if (characters <= most) return std::string(text);
    const auto mark = fmt::format("...({} characters)...", characters);
    const auto room = most - std::min(most, mark.size());
    const auto begin = first_characters(text, room - room / 2);
    const auto end = text.substr(first_characters(text, characters - room / 2).size());
    return fmt::format("{}{}{}", begin, mark, end);
}

std::string message_line(std::string_view text) {
    return shortened(with_short_echoes(visible_line(text)), longest_message);
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const auto bytes = character_at(text).bytes;
        if (bytes == 0) return false;
        text.remove_prefix(bytes);
    }
    return true;
}

}  // namespace accelbench
