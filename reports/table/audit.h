#pragma once

#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// For the foot of the table: the facts that are bad for measuring, each with its fix; what moved while
/// launches ran; launches that lost cpu time to other guests. "" where nothing of it is known.
std::string audit_text(const Document& document);

}  // namespace accelbench::reports
