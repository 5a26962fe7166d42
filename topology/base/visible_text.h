#pragma once

#include <string>
#include <string_view>

namespace accelbench {

/// Text of users, hosts, launchers and documents, made safe for a terminal: control characters (C0, DEL,
/// C1), bidirectional marks, other characters that nobody sees, and bytes that are not UTF-8 become \u001b or \xff.
/// Newlines and tabs stay. In JSON the escapes of characters are JSON's own: it says the same as before.
std::string visible_text(std::string_view text);

/// The same on one line: newlines and tabs too are escaped, as \n and \t.
std::string visible_line(std::string_view text);

/// Visible text of at most `most` characters: what is left out in the middle is counted there. The end stays,
/// since that is where a message has its cause and remedy.
std::string shortened(std::string_view text, std::size_t most);

/// A message on one visible line. What was typed or met in it is cut to about a line of a terminal.
std::string message_line(std::string_view text);

/// The first characters of UTF-8 text, at most `most`.
std::string_view first_characters(std::string_view text, std::size_t most);

bool is_utf8(std::string_view text);

}  // namespace accelbench
