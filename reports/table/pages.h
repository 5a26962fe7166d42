#pragma once

#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// What pages the buffers were of and what ranks held, by kind, and below it where huge pages were in short
/// supply; "" when no launch told.
std::string pages_text(const Document& document);

}  // namespace accelbench::reports
