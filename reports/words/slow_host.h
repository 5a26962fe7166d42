#pragma once

#include <string>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports {

/// "node-3: choices with it take 1.31x the step time of those without (95 % interval 1.28 to 1.35, n = 12
/// blocks, 2 choices against 1, 59.0 ms against 44.9 ms)"; behind it what makes it inconclusive.
std::string host_in_words(const HostEffect& effect, const Document& document);

/// What is worth saying, a sentence each: the slow hosts of a rotation; where none is slow and not all are
/// judged, the one that looks slowest. Nothing where no host stands out.
struct HostFinding {
    const HostEffect* effect = nullptr;
    std::string head;  // "local 2 x 2 x 1: a slow host"; the effect's why goes on
};
std::vector<HostFinding> host_findings(const Document& document);

}  // namespace accelbench::reports
