#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace accelbench {

/// The candidate closest to what was typed (Damerau-Levenshtein, restricted); "" when none is close enough to
/// be meant.
std::string nearest(std::string_view typed, const std::vector<std::string>& candidates);

/// "unknown policy 'remot'; did you mean 'remote'?" or, when nothing is close, "...; there are: a, b, c".
std::string unknown_name(std::string_view what, std::string_view typed,
                         const std::vector<std::string>& candidates);

}  // namespace accelbench
