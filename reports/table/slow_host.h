#pragma once

#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// A sentence for each host that stands out in a rotation; "" where none does.
std::string slow_host_text(const Document& document);

}  // namespace accelbench::reports
