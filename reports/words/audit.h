#pragma once

#include <string>
#include <vector>

#include "reports/model/document.h"

namespace accelbench::reports {

/// A row of the audit, and of which host it is; "" where there was one machine.
struct AuditedRow {
    std::string host;
    topology::AuditRow row;
};

/// Of all hosts that took part; rows that are alike on all of them stand once, with the host "". In the order
/// of the facts, hosts in theirs. Empty in documents of older versions.
std::vector<AuditedRow> audited_rows(const Document& document);

/// "all 3 hosts", "node-2", or "" of one machine.
std::string host_words(const Document& document, const AuditedRow& audited);

/// What moved while launches ran, as ranges over their steps: "load 0.1 to 2.3 (including this sweep's own)",
/// "stolen by the hypervisor 0 to 4 %", "clocks 2.40 to 3.10 GHz", "free memory of node 0 at least 90 GiB".
/// What no launch told is left out.
std::vector<std::string> condition_ranges(const Document& document);

/// Launches of which more than heavy_steal of the wanted cpu time was stolen: "trial 7 (6.1 %)". No rule
/// drops them: they are named so that a reader can.
std::vector<std::string> stolen_trials(const Document& document);

}  // namespace accelbench::reports
