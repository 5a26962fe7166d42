#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace accelbench::arguments {

/// Reads "4", "1,2,4" and ranges "1-4", in any mix; ascending order is not asked for, repetitions are
/// dropped. Throws Failure(usage) naming `option`, what was typed and the bound for anything below 1 or above
/// 65536.
std::vector<int> parse_number_list(std::string_view option, std::string_view text);

}  // namespace accelbench::arguments
