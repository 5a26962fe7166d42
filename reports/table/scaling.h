#pragma once

#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// The table's section on scaling: speed-up, ideal and efficiency of each size, and where more stops paying.
/// "" when no policy has 2 sizes of the same work.
std::string scaling_text(const Document& document);

}  // namespace accelbench::reports
