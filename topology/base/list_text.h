#pragma once

#include <fmt/format.h>

#include <concepts>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace accelbench {

/// "a, b, c"
std::string join(const std::vector<std::string>& words, std::string_view between = ", ");

/// "a, b, c, d and 12 more"; one member above the limit is shown, since it is no longer than "and 1 more".
std::string first_few(const std::vector<std::string>& members, std::size_t limit = 4);

/// "1 launch", "3 launches".
template <std::integral Count>
std::string plural(Count count, std::string_view one, std::string_view many) {
    return fmt::format("{} {}", count, count == 1 ? one : many);
}

}  // namespace accelbench
