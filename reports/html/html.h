#pragma once

#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// One self-contained HTML page: no network, no JavaScript needed.
std::string render_html(const Document& document);

}  // namespace accelbench::reports
