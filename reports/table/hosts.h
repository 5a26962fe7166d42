#pragma once

#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// What the machines that were asked before the first trial said, where they differ or one took no part; ""
/// with fewer than two.
std::string hosts_text(const Document& document);

}  // namespace accelbench::reports
