#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "reports/model/counters.h"
#include "reports/model/estimate.h"
#include "topology/audit/audit.h"
#include "topology/environment.h"
#include "topology/machine.h"

namespace accelbench::reports {

/// What a machine said of itself when it was asked before the first trial (accelbench host-facts).
struct HostFacts {
    std::string accelbench_version;
    int schema = 1;           // of the documents that it writes
    std::string mpi_version;  // "Open MPI v4.1.4", "none", or "unknown: " and why
    topology::Machine machine;
    topology::Environment environment;
    std::map<int, std::uint64_t> free_memory_bytes;  // by node; caches of files count as free
    std::optional<CounterCatalogue> counters;        // nullopt: not asked for
    std::vector<topology::AuditRow> audit;           // what distorts measurements there; empty in older documents
};

/// A machine's clock minus that of the launching machine; the truth lies within the uncertainty around it.
struct ClockOffset {
    double offset_seconds = 0;
    double uncertainty_seconds = 0;
};

/// One machine that the launcher was given.
struct Host {
    std::string name;     // as the launcher was given it
    std::string trouble;  // why it takes no part, with what was tried; "" when it does
    std::optional<HostFacts> facts;
    std::optional<ClockOffset> clock;
};

/// The network between two machines, as ping-pong over the launcher's MPI found it before the first trial.
/// Values are medians over n round trips; low and high are the tenth and ninetieth percentile.
struct Link {
    std::string from;  // host names, as the ranks there report them
    std::string to;
    Estimate latency_seconds;             // half a round trip of 8 bytes
    Estimate bandwidth_bytes_per_second;  // 4 MiB over half a round trip of 4 MiB
    int side_by_side = 1;                 // pairs that were measured at the same time
};

}  // namespace accelbench::reports
