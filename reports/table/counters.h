#pragma once

#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// What the table says of counters below its cells: which locality its column is, why cells are slower or
/// faster, and what failed its calibration. "" when nothing was counted.
std::string counters_text(const Document& document);

/// Breaks at blanks into lines of at most `width` characters; all but the first are indented. A longer word
/// stays whole.
std::string wrap(const std::string& text, std::size_t width, std::size_t indent);

}  // namespace accelbench::reports
