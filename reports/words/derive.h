#pragma once

#include "reports/model/document.h"

namespace accelbench::reports {

/// All that follows from a document's cells and trials: `summarise`'s numbers, and the sentences about them.
void derive(Document& document);

/// The sentences alone, of numbers that `summarise` made: why a verdict is what it is, what would settle it, what
/// causes it, which host is slow, and where scaling stops to pay.
void explain(Document& document);

}  // namespace accelbench::reports
