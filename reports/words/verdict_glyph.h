#pragma once

#include <string>

#include "reports/model/summary.h"

namespace accelbench::reports {

/// A word with a glyph and a colour, so that colour is never the only sign. Also takes "mixed".
std::string verdict_badge(Verdict verdict);
std::string verdict_badge(const std::string& word);

}  // namespace accelbench::reports
