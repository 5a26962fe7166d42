#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports::samples {

/// Every sample document that formats are shown with, by name: golden files and the browser test are named after them.
const std::vector<std::pair<std::string_view, Document (*)()>>& all();

/// Throws std::out_of_range when there is none of that name.
Document by_name(std::string_view name);

}  // namespace accelbench::reports::samples
