#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace accelbench {

/// Without the blanks, tabs and ends of lines around it. A part of `text`, which must outlive it.
std::string_view trimmed(std::string_view text);

/// What is between the separators, empty parts included: one part more than separators.
std::vector<std::string> split(std::string_view text, char separator);

/// Names with commas between them: trimmed, without empty ones.
std::vector<std::string> split_list(std::string_view text);

}  // namespace accelbench
