#pragma once

#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// The links between machines and what stands out among them, as text; "" for one machine.
std::string links_text(const Document& document);

}  // namespace accelbench::reports
