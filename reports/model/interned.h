#pragma once

#include <string_view>

namespace accelbench::reports {

/// The one copy of a name that a document repeats with each launch; it lives as long as the program. A document of a
/// hundred thousand launches would hold each counter's name as often.
std::string_view interned(std::string_view name);

}  // namespace accelbench::reports
