#pragma once

#include <map>
#include <string>

#include "reports/model/document.h"

namespace accelbench::reports {

/// Whether memory placement changed the arithmetic, which it must not.
struct LossCheck {
    int groups = 0;                             // sets of at least two policies that did the same work and gave losses
    std::map<std::string, std::string> differ;  // cell id -> where its losses part, in words
};

/// Compares bit by bit the losses of each ok trial with the first ok trial of `local` (without one, of the
/// first cell) among the cells that differ in policy only, over the steps that both have.
LossCheck check_losses(const Document& document);

}  // namespace accelbench::reports
