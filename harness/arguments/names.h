#pragma once

#include <string>
#include <vector>

namespace accelbench::arguments {

/// The text itself; throws Failure(usage), with what is near, unless it is one of `known`. `what` is what
/// they name: "kernel".
const std::string& one_of(const std::vector<std::string>& known, const std::string& option,
                          const std::string& what, const std::string& text);

}  // namespace accelbench::arguments
