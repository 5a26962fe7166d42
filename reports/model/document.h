#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reports/model/cell.h"
#include "reports/model/counters.h"
#include "reports/model/host.h"
#include "reports/model/index.h"
#include "reports/model/scaling.h"
#include "reports/model/summary.h"
#include "reports/model/trial.h"
#include "topology/audit/audit.h"
#include "topology/environment.h"
#include "topology/machine.h"

namespace accelbench::reports {

/// All of a session: what was asked, what was measured, and what follows from it.
struct Document {
    int schema = 1;
    std::string accelbench_version;
    std::string created;  // ISO 8601, UTC
    std::vector<std::string> argv;
    std::uint64_t seed = 0;
    std::string launcher;  // row name; and its version
    std::string launcher_version;
    double confidence = 0.95;
    double margin = 0.02;
    std::string ended;  // "complete" | "time budget" | "interrupted (SIGINT)" | ...
    double elapsed_seconds = 0;
    topology::Machine machine;
    topology::Environment environment;
    std::vector<topology::AuditRow>
        audit;                 // of the machine that ranks are placed for; empty in documents of older versions
    std::vector<Link> links;   // each pair once
    std::string links_reason;  // why some or all are not there; "" with one machine, or when none is missing
    std::optional<CounterCatalogue>
        counters;             // of the machine that ranks are placed for; nullopt: --counters none
    std::vector<Host> hosts;  // those asked before the first trial; empty: one machine, told above
    std::vector<Cell> cells;
    std::vector<Trial> trials;
    std::vector<Summary> summaries;        // derived
    std::vector<Comparison> comparisons;   // derived
    std::vector<HostEffect> host_effects;  // derived; of --rotate-hosts
    std::vector<Scaling> scaling;          // derived; empty in documents of older versions until recomputed
    Index index;                           // derived, and never written
};

}  // namespace accelbench::reports
